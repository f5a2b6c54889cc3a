package io.github.adtauth.samples;

/** What a sample does, wherever it runs. */
@FunctionalInterface
interface Sample {
  void run(Surroundings in) throws Exception;
}
