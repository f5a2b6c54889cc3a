package io.github.adtauth.warts.bare;

import java.util.List;

/** Faults that show in no response and no exception. */
final class NotPlayed {
  private NotPlayed() {}

  static List<Situation> situations() {
    return List.of(
        Situation.notPlayed(7, "command line of the browser", "would start a program"),
        Situation.notPlayed(12, "one lock, scans of five maps", "a cost, no behaviour"),
        Situation.notPlayed(19, "getAccounts() parses all id tokens", "a cost, no behaviour"),
        Situation.notPlayed(20, "whole cache serialized at each access", "a cost, no behaviour"),
        Situation.notPlayed(21, "lock file of msal4j-persistence-extension", "another artifact"),
        Situation.notPlayed(30, "region auto-detection", "its address cannot be redirected"));
  }
}
