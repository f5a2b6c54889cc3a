package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an operator reads if the application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTest {
  private static final String SECRET = "hunter2~hunter2";

  @Test
  void invalidProperty_isDescribed(CapturedOutput output) {
    fail("--adt-auth.client-id=rooms", "--adt-auth.credential.secret=" + SECRET);
    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", "Description:", "adt-auth.tenant", "Action:")
        .doesNotContain(SECRET, "\tat io.github");
  }

  /** A secret one level too high would be quoted by the analyzer of Spring Boot. */
  @Test
  void secretUnderWrongName_isNotDisplayed(CapturedOutput output) {
    fail("--adt-auth.credential=" + SECRET);
    assertThat(output.getAll()).contains("The property adt-auth.credential").doesNotContain(SECRET);
    fail("--adt-auth.store=" + SECRET);
    fail("--adt-auth.timeouts.call=" + SECRET);
    assertThat(output.getAll())
        .contains("The property adt-auth.timeouts.call", "of the type Duration")
        .doesNotContain(SECRET);
  }

  @Test
  void unknownStore_listsKinds(CapturedOutput output) {
    fail("--adt-auth.store.type=disk");
    assertThat(output.getAll()).contains("adt-auth.store.type", "one of none, memory, redis");
  }

  private static void fail(String... arguments) {
    SpringApplicationBuilder application =
        new SpringApplicationBuilder(RoomsApplication.class).web(WebApplicationType.NONE);
    assertThatThrownBy(() -> application.run(arguments))
        .satisfies(
            failure -> {
              StringWriter trace = new StringWriter();
              failure.printStackTrace(new PrintWriter(trace));
              if (String.join("", arguments).contains("credential.secret")) {
                assertThat(trace.toString()).doesNotContain(SECRET);
              }
            });
  }
}
