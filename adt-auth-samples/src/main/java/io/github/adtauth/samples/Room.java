package io.github.adtauth.samples;

import com.google.gson.annotations.SerializedName;
import io.github.adtauth.twins.TwinModel;

/** A room, as the application sees it: an ordinary record, written and read by Gson. */
@TwinModel("dtmi:example:building:Room;1")
record Room(@SerializedName("$dtId") String id, String name, double temperature) {}
