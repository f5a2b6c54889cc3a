package io.github.adtauth.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/** Waits in a fork, before each iteration, until it is this process's turn: see {@link Turns}. */
public final class Turn implements InternalProfiler {
  static final String PORT = "benchmarks.turns";
  static final int GO = 1;
  static final int DONE = 2;

  private Socket turns;

  @Override
  public String getDescription() {
    return "iterations of several processes, one after another";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    try {
      if (turns == null) {
        turns = new Socket(InetAddress.getLoopbackAddress(), Integer.getInteger(PORT));
        turns.setTcpNoDelay(true);
      }
      if (turns.getInputStream().read() != GO) {
        throw new IllegalStateException("whoever gives the turns has gone");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    try {
      turns.getOutputStream().write(DONE);
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
