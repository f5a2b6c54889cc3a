package io.github.adtauth.twins;

/**
 * How far a {@link ModelUpload} is.
 *
 * @param added models that the instance has accepted
 * @param skipped models that it had already
 * @param total models to upload, those that are skipped included
 */
public record ModelUploadProgress(int added, int skipped, int total) {}
