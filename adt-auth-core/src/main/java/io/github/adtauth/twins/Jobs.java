package io.github.adtauth.twins;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The jobs of an instance. A job runs in the service, whether or not a caller waits for it.
 * Thread-safe. Throws the exceptions listed in {@link DigitalTwinsClient}.
 */
public interface Jobs {
  /** Returns the import jobs, which import models, twins and relationships from a blob. */
  Imports imports();

  /** Returns the delete jobs, which delete everything in the instance. */
  Deletions deletions();

  /** The import jobs. */
  interface Imports {
    /**
     * Starts an import. The instance runs one job at a time.
     *
     * @param id id of the new job; the service rejects an id that was used before
     * @param inputBlobUri blob with one JSON object per line; the identity of the instance needs
     *     access to its container
     * @param outputBlobUri blob to which the log is written
     */
    ImportJob start(String id, String inputBlobUri, String outputBlobUri, CallOption... options);

    /** Returns an import job. */
    ImportJob get(String id, CallOption... options);

    /** Returns all import jobs. Pages are requested as they are read. */
    Paged<ImportJob> list(CallOption... options);

    /**
     * Cancels an import. Objects that it has imported remain. The returned job may still be {@code
     * running} or {@code cancelling}.
     */
    ImportJob cancel(String id, CallOption... options);

    /** Deletes the record of a finished import job. */
    void delete(String id, CallOption... options);

    /**
     * Polls an import until it has finished: after one second at first, then at increasing
     * intervals of up to 30 seconds. Polling continues if the service is unavailable.
     *
     * @param atMost maximum time to wait, after which the job continues; a call that is in flight
     *     at that time has its own deadline
     * @param progress receives the job of every response, on this thread
     * @return the finished job, successful or not
     * @throws io.github.adtauth.UnavailableException if the job has not finished in time
     * @throws io.github.adtauth.CallCanceledException if the thread is interrupted; the job
     *     continues
     */
    ImportJob waitFor(
        String id, Duration atMost, Consumer<? super ImportJob> progress, CallOption... options);
  }

  /** The delete jobs. */
  interface Deletions {
    /**
     * Starts a job that deletes <b>every model, twin and relationship of the instance</b>. It
     * cannot be canceled.
     *
     * @param options may include {@link CallOption#operationId} and {@link CallOption#jobTimeout}
     */
    DeleteJob startDeletingEverything(CallOption... options);

    /** Returns a delete job. */
    DeleteJob get(String id, CallOption... options);

    /** Returns all delete jobs. Pages are requested as they are read. */
    Paged<DeleteJob> list(CallOption... options);

    /**
     * Polls a delete job until it has finished, as {@link Imports#waitFor} does.
     *
     * @param started job returned by {@link #startDeletingEverything} or {@link #get}
     * @param atMost maximum time to wait, after which the job continues; a call that is in flight
     *     at that time has its own deadline
     * @param progress receives the job of every response, on this thread
     * @return the finished job, successful or not
     * @throws io.github.adtauth.UnavailableException if the job has not finished in time
     * @throws io.github.adtauth.CallCanceledException if the thread is interrupted; the job
     *     continues
     */
    DeleteJob waitFor(
        DeleteJob started,
        Duration atMost,
        Consumer<? super DeleteJob> progress,
        CallOption... options);
  }
}
