package io.github.adtauth.twins;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous form of {@link Jobs}; see {@link AsyncDigitalTwinsClient}. Waiting for a job
 * blocks a thread and is therefore only available as {@link Jobs.Imports#waitFor}. Thread-safe.
 */
public interface AsyncJobs {
  /** Returns the import jobs. */
  Imports imports();

  /** Returns the delete jobs. */
  Deletions deletions();

  /** The asynchronous form of {@link Jobs.Imports}. */
  interface Imports {
    /** Starts an import, as {@link Jobs.Imports#start}. */
    CompletableFuture<ImportJob> start(
        String id, String inputBlobUri, String outputBlobUri, CallOption... options);

    /** Returns an import job. */
    CompletableFuture<ImportJob> get(String id, CallOption... options);

    /** Returns all import jobs. */
    AsyncPaged<ImportJob> list(CallOption... options);

    /** Cancels an import, as {@link Jobs.Imports#cancel}. */
    CompletableFuture<ImportJob> cancel(String id, CallOption... options);

    /** Deletes the record of a finished import job. */
    CompletableFuture<@Nullable Void> delete(String id, CallOption... options);
  }

  /** The asynchronous form of {@link Jobs.Deletions}. */
  interface Deletions {
    /** Starts a job that deletes everything, as {@link Jobs.Deletions#startDeletingEverything}. */
    CompletableFuture<DeleteJob> startDeletingEverything(CallOption... options);

    /** Returns a delete job. */
    CompletableFuture<DeleteJob> get(String id, CallOption... options);

    /** Returns all delete jobs. */
    AsyncPaged<DeleteJob> list(CallOption... options);
  }
}
