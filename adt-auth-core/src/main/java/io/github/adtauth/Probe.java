package io.github.adtauth;

class Probe {
  private Probe() {}
}
