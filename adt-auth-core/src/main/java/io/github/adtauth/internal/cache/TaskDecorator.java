package io.github.adtauth.internal.cache;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries the caller's context, such as a tracing span, to the thread that runs a token request.
 * Runs each request exactly once, even if the user's decorator throws, returns null or does not run
 * it. Only an error of the JVM is thrown to the caller. Thread-safe.
 */
final class TaskDecorator {
  private final @Nullable UnaryOperator<Runnable> decorator;
  private final TokenLog log;

  /** Creates a decorator that calls the given one, or leaves tasks unchanged if it is null. */
  TaskDecorator(@Nullable UnaryOperator<Runnable> decorator, TokenLog log) {
    this.decorator = decorator;
    this.log = log;
  }

  /** Returns the task to execute. Must be called on the thread of the caller. */
  Runnable decorate(Runnable task) {
    if (decorator == null) {
      return task;
    }
    RunOnce once = new RunOnce(task);
    Runnable decorated;
    try {
      decorated = decorator.apply(once);
    } catch (Throwable e) {
      onFailure(e);
      return task;
    }
    return () -> {
      try {
        decorated.run();
      } catch (Throwable e) {
        onFailure(e);
      } finally {
        once.run(); // does nothing if the decorator has run the task
      }
    };
  }

  private void onFailure(Throwable failure) {
    if (failure instanceof VirtualMachineError error) {
      throw error;
    }
    log.decoratorFailed(failure);
  }

  private static final class RunOnce implements Runnable {
    private final Runnable task;
    private final AtomicBoolean started = new AtomicBoolean();

    private RunOnce(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (started.compareAndSet(false, true)) {
        task.run();
      }
    }
  }
}
