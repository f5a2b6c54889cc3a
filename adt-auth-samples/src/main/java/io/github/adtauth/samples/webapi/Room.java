package io.github.adtauth.samples.webapi;

import com.google.gson.annotations.SerializedName;
import io.github.adtauth.twins.TwinModel;
import io.github.adtauth.twins.TwinQuery;

/** A room: Gson reads it from Digital Twins, Jackson writes it to the caller. */
@TwinModel("dtmi:example:building:Room;1")
record Room(@SerializedName("$dtId") String id, String name, double temperature) {
  static final TwinQuery ALL =
      TwinQuery.of(
          "SELECT * FROM digitaltwins T WHERE IS_OF_MODEL(T, ?)", "dtmi:example:building:Room;1");
}
