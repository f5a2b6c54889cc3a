module example.consumer {
  requires io.github.adtauth;
}
