package io.github.adtauth.twins;

/**
 * Progress of a {@link ModelUpload}.
 *
 * @param added models that the instance has accepted
 * @param skipped models that already existed in the instance
 * @param total models to upload, including those that are skipped
 */
public record ModelUploadProgress(int added, int skipped, int total) {}
