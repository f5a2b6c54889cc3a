module example.consumer {
  requires io.github.adtauth;

  opens example to
      com.google.gson;
}
