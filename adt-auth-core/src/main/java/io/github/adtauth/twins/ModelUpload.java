package io.github.adtauth.twins;

import io.github.adtauth.internal.twins.BlockingModels;
import io.github.adtauth.internal.twins.ModelDocuments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Uploads any number of models: {@code twins.models().upload().run(dtdl)}. Immutable and
 * thread-safe; each method returns a copy.
 *
 * <p>The models are sent in calls of at most {@value #MAX_MODELS_PER_CALL}. A model is sent after
 * the models that it extends or contains as components. A model whose id already exists in the
 * instance is skipped, even if its content differs: a model cannot be changed, only added in a new
 * version.
 */
public final class ModelUpload {
  /** The maximum number of models that the service accepts in one call. */
  public static final int MAX_MODELS_PER_CALL = 250;

  private static final int CONFLICT = 409;

  private final Models models;
  private final Consumer<? super ModelUploadProgress> progress;

  private ModelUpload(Models models, Consumer<? super ModelUploadProgress> progress) {
    this.models = models;
    this.progress = progress;
  }

  /** Returns an upload to the given models, for fakes in tests. See {@link Models#upload()}. */
  public static ModelUpload create(Models models) {
    return new ModelUpload(Objects.requireNonNull(models, "models"), ModelUpload::silent);
  }

  /**
   * Reports progress to this callback, on the thread that runs the upload: when the models to skip
   * are known, and after each call. An exception thrown by the callback ends the upload.
   */
  public ModelUpload progress(Consumer<? super ModelUploadProgress> callback) {
    return new ModelUpload(models, Objects.requireNonNull(callback, "callback"));
  }

  /**
   * Uploads the models on the caller's thread. Each call adds all of its models or none. If one
   * fails, its exception is thrown and the models of earlier calls remain; run the upload again to
   * continue. The whole upload is sent as one principal.
   *
   * @param dtdl DTDL documents as JSON, each an object or an array of objects; a model that occurs
   *     twice is uploaded once
   * @throws IllegalArgumentException if a document is not JSON, if a model has no {@code @id}, or
   *     if two different models have the same one; nothing is sent in this case
   */
  public ModelUploadReport run(Collection<String> dtdl) {
    return new Run(ModelDocuments.parse(dtdl).distinct()).run();
  }

  private static void silent(ModelUploadProgress progress) {}

  /** A running upload. Not thread-safe. */
  private final class Run {
    private final ModelDocuments documents;
    private final Models models = asOneOperation();
    private final List<ModelData> added = new ArrayList<>();
    private final Set<String> skipped = new LinkedHashSet<>();

    Run(ModelDocuments documents) {
      this.documents = documents;
    }

    ModelUploadReport run() {
      Map<String, String> pending = new LinkedHashMap<>();
      documents.sorted().forEach((id, json) -> pending.put(id, json.toString()));
      skipExisting(pending);
      report();
      while (!pending.isEmpty()) {
        Map<String, String> batch = new LinkedHashMap<>();
        for (Map.Entry<String, String> model : pending.entrySet()) {
          if (batch.size() < MAX_MODELS_PER_CALL) {
            batch.put(model.getKey(), model.getValue());
          }
        }
        if (add(batch, pending)) {
          pending.keySet().removeAll(batch.keySet());
        }
        report();
      }
      return new ModelUploadReport(added, List.copyOf(skipped));
    }

    /** Returns false if some models were added concurrently by another client and are skipped. */
    private boolean add(Map<String, String> batch, Map<String, String> pending) {
      try {
        added.addAll(models.add(batch.values()));
        return true;
      } catch (DigitalTwinsException e) {
        if (e.status() != CONFLICT || !skipExisting(pending)) {
          throw e;
        }
        return false;
      }
    }

    private boolean skipExisting(Map<String, String> pending) {
      boolean anySkipped = false;
      for (ModelData model : models.list()) {
        if (pending.remove(model.id()) != null) {
          skipped.add(model.id());
          anySkipped = true;
        }
      }
      return anySkipped;
    }

    /** A fake of a test has no principal. */
    private Models asOneOperation() {
      Models shared = ModelUpload.this.models;
      return shared instanceof BlockingModels blocking ? blocking.asOneOperation() : shared;
    }

    private void report() {
      progress.accept(new ModelUploadProgress(added.size(), skipped.size(), documents.size()));
    }
  }
}
