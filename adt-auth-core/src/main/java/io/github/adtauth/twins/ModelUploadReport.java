package io.github.adtauth.twins;

import java.util.List;

/**
 * The result of a {@link ModelUpload}. Immutable.
 *
 * @param added models that were added, in the order of the calls
 * @param skipped ids of the models that already existed in the instance
 */
public record ModelUploadReport(List<ModelData> added, List<String> skipped) {
  /** Copies the lists. Rejects null. */
  public ModelUploadReport {
    added = List.copyOf(added);
    skipped = List.copyOf(skipped);
  }

  /** Returns a description with the counts. */
  @Override
  public String toString() {
    return "ModelUploadReport[" + added.size() + " added, " + skipped.size() + " skipped]";
  }
}
