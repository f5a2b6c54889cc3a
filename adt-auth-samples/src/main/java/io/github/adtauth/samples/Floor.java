package io.github.adtauth.samples;

import com.google.gson.annotations.SerializedName;
import io.github.adtauth.twins.TwinModel;

/** A floor, which contains rooms. */
@TwinModel("dtmi:example:building:Floor;1")
record Floor(@SerializedName("$dtId") String id, String name) {}
