package io.github.adtauth.internal.twins;

import io.github.adtauth.internal.rest.CallOptions;
import io.github.adtauth.internal.rest.Operation;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.ModelData;
import io.github.adtauth.twins.ModelFilter;
import io.github.adtauth.twins.Models;
import io.github.adtauth.twins.Paged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** The operations on models, executed on the caller's thread. Thread-safe. */
public final class BlockingModels implements Models {
  private final Transport transport;
  private final ModelOperations operations;

  BlockingModels(Transport transport, ModelOperations operations) {
    this.transport = transport;
    this.operations = operations;
  }

  /** Returns models whose calls are one operation: the first token determines the principal. */
  public BlockingModels asOneOperation() {
    return new BlockingModels(transport.asOneOperation(), operations);
  }

  @Override
  public List<ModelData> add(Collection<String> dtdl, CallOption... options) {
    List<Operation<List<ModelData>>> calls = operations.add(dtdl, options);
    if (calls.size() == 1) {
      return transport.execute(calls.get(0));
    }
    Transport batches = transport.asOneOperation();
    List<ModelData> added = new ArrayList<>();
    for (Operation<List<ModelData>> call : calls) {
      added.addAll(batches.execute(call));
    }
    return Collections.unmodifiableList(added);
  }

  @Override
  public ModelData get(String id, CallOption... options) {
    return transport.execute(operations.get(id, options));
  }

  @Override
  public Paged<ModelData> list(ModelFilter filter, CallOption... options) {
    CallOption[] optionsCopy = CallOptions.copyOf(options);
    return PrefetchingPaged.create(transport, link -> operations.list(filter, link, optionsCopy));
  }

  @Override
  public void decommission(String id, CallOption... options) {
    transport.execute(operations.decommission(id, options));
  }

  @Override
  public void delete(String id, CallOption... options) {
    transport.execute(operations.delete(id, options));
  }
}
