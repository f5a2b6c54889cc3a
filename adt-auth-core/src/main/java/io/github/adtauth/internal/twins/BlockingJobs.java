package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.CallOptions;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.internal.rest.UrlEncoding;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DeleteJob;
import io.github.adtauth.twins.ImportJob;
import io.github.adtauth.twins.Jobs;
import io.github.adtauth.twins.Paged;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** The operations on jobs, executed on the caller's thread. Thread-safe. */
record BlockingJobs(Transport transport, JobOperations operations) implements Jobs {
  @Override
  public Imports imports() {
    return new OfImports(transport, operations);
  }

  @Override
  public Deletions deletions() {
    return new OfDeletions(transport, operations);
  }

  private record OfImports(Transport transport, JobOperations operations) implements Imports {
    @Override
    public ImportJob start(
        String id, String inputBlobUri, String outputBlobUri, CallOption... options) {
      return transport.execute(operations.startImport(id, inputBlobUri, outputBlobUri, options));
    }

    @Override
    public ImportJob get(String id, CallOption... options) {
      return transport.execute(operations.getImport(id, options));
    }

    @Override
    public Paged<ImportJob> list(CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return PrefetchingPaged.create(transport, link -> operations.listImports(link, optionsCopy));
    }

    @Override
    public ImportJob cancel(String id, CallOption... options) {
      return transport.execute(operations.cancelImport(id, options));
    }

    @Override
    public void delete(String id, CallOption... options) {
      transport.execute(operations.deleteImport(id, options));
    }

    @Override
    public ImportJob waitFor(
        String id, Duration atMost, Consumer<? super ImportJob> progress, CallOption... options) {
      OfImports imports = new OfImports(transport.asOneOperation(), operations);
      return new JobWait<>("import job " + UrlEncoding.quoted(id), ImportJob::isFinished, progress)
          .await(atMost, transport.timing(), () -> imports.get(id, options));
    }
  }

  private record OfDeletions(Transport transport, JobOperations operations) implements Deletions {
    @Override
    public DeleteJob startDeletingEverything(CallOption... options) {
      return transport.execute(operations.startDeletingEverything(options));
    }

    @Override
    public DeleteJob get(String id, CallOption... options) {
      return transport.execute(operations.getDeletion(id, options));
    }

    @Override
    public Paged<DeleteJob> list(CallOption... options) {
      CallOption[] optionsCopy = CallOptions.copyOf(options);
      return PrefetchingPaged.create(
          transport, link -> operations.listDeletions(link, optionsCopy));
    }

    @Override
    public DeleteJob waitFor(
        DeleteJob started,
        Duration atMost,
        Consumer<? super DeleteJob> progress,
        CallOption... options) {
      Objects.requireNonNull(started, "started");
      OfDeletions deletions = new OfDeletions(transport.asOneOperation(), operations);
      return new JobWait<>(
              "delete job " + UrlEncoding.quoted(started.id()), DeleteJob::isFinished, progress)
          .await(atMost, transport.timing(), () -> deletions.poll(started, options));
    }

    private DeleteJob poll(DeleteJob started, CallOption... options) {
      return transport.execute(operations.poll(started, options));
    }
  }
}
