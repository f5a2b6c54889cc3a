package io.github.adtauth.twins;

import java.util.List;

/**
 * The result of a {@link ModelUpload}. Immutable.
 *
 * @param added models that were added, in the order in which they were
 * @param skipped ids of the models that the instance had already
 */
public record ModelUploadReport(List<ModelData> added, List<String> skipped) {
  /** Copies the lists, and rejects null. */
  public ModelUploadReport {
    added = List.copyOf(added);
    skipped = List.copyOf(skipped);
  }
}
