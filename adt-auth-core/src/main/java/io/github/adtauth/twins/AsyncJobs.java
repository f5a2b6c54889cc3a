package io.github.adtauth.twins;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@link Jobs} as futures; see {@link AsyncDigitalTwinsClient}. To wait for a job takes a thread:
 * {@link Jobs.Imports#waitFor}. Thread-safe.
 */
public interface AsyncJobs {
  /** Returns the imports. */
  Imports imports();

  /** Returns the deletions. */
  Deletions deletions();

  /** {@link Jobs.Imports} as futures. */
  interface Imports {
    /** Starts an import, as {@link Jobs.Imports#start}. */
    CompletableFuture<ImportJob> start(
        String id, String inputBlobUri, String outputBlobUri, CallOption... options);

    /** Returns an import job. */
    CompletableFuture<ImportJob> get(String id, CallOption... options);

    /** Returns all of them. */
    AsyncPaged<ImportJob> list(CallOption... options);

    /** Cancels an import, as {@link Jobs.Imports#cancel}. */
    CompletableFuture<ImportJob> cancel(String id, CallOption... options);

    /** Forgets an import that is finished. */
    CompletableFuture<@Nullable Void> delete(String id, CallOption... options);
  }

  /** {@link Jobs.Deletions} as futures. */
  interface Deletions {
    /** Starts to delete everything, as {@link Jobs.Deletions#startDeletingEverything}. */
    CompletableFuture<DeleteJob> startDeletingEverything(CallOption... options);

    /** Returns a delete job. */
    CompletableFuture<DeleteJob> get(String id, CallOption... options);

    /** Returns all of them. */
    AsyncPaged<DeleteJob> list(CallOption... options);
  }
}
