package io.github.adtauth.twins;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The jobs of an instance, which go on in the service whoever waits for them. Thread-safe; throws
 * what {@link DigitalTwinsClient} says.
 */
public interface Jobs {
  /** Returns the imports: models, twins and relationships from a blob. */
  Imports imports();

  /** Returns the deletions: everything the instance holds, or nothing. */
  Deletions deletions();

  /** The import jobs. */
  interface Imports {
    /**
     * Starts an import; the instance carries out one job at a time.
     *
     * @param id yours to choose; one that was used before is rejected
     * @param inputBlobUri blob with one JSON object a line; the identity of the instance needs
     *     access to its container
     * @param outputBlobUri blob that the log is written to
     */
    ImportJob start(String id, String inputBlobUri, String outputBlobUri, CallOption... options);

    /** Returns an import job. */
    ImportJob get(String id, CallOption... options);

    /** Returns all of them, page by page as they are read. */
    Paged<ImportJob> list(CallOption... options);

    /** Cancels an import; what it did stays. It is {@code running} or {@code cancelling} still. */
    ImportJob cancel(String id, CallOption... options);

    /** Forgets an import that is finished. */
    void delete(String id, CallOption... options);

    /**
     * Asks for an import until it is finished, every second at first and ever less often, twice a
     * minute in the end; a service that is busy is asked again.
     *
     * @param atMost how long to wait; the job continues when it is over. A call that is in flight
     *     then has its own deadline
     * @param progress is told of every response, on this thread
     * @return the finished job, whichever way it ended
     * @throws io.github.adtauth.UnavailableException if it is not finished in time
     * @throws io.github.adtauth.CallCanceledException if the thread is interrupted; the job
     *     continues
     */
    ImportJob waitFor(
        String id, Duration atMost, Consumer<? super ImportJob> progress, CallOption... options);
  }

  /** The delete jobs. */
  interface Deletions {
    /**
     * Starts to delete <b>every model, twin and relationship of the instance</b>. It cannot be
     * canceled.
     *
     * @param options among them {@link CallOption#operationId} and {@link CallOption#jobTimeout}
     */
    DeleteJob startDeletingEverything(CallOption... options);

    /** Returns a delete job. */
    DeleteJob get(String id, CallOption... options);

    /** Returns all of them, page by page as they are read. */
    Paged<DeleteJob> list(CallOption... options);

    /**
     * Asks for a delete job until it is finished, as {@link Imports#waitFor} does.
     *
     * @param started what {@link #startDeletingEverything} or {@link #get} returned
     * @param atMost how long to wait; the job continues when it is over. A call that is in flight
     *     then has its own deadline
     * @param progress is told of every response, on this thread
     * @return the finished job, whichever way it ended
     * @throws io.github.adtauth.UnavailableException if it is not finished in time
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
