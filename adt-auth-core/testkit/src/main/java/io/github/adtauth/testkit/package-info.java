/**
 * A local Azure for tests: a strict fake of Entra ID, a Digital Twins emulator, Microsoft Graph and
 * Azure Resource Manager over the same directory, and a client that reaches them under their real
 * host names. For tests and samples only.
 *
 * <p>{@link io.github.adtauth.testkit.LocalAzure} starts all of them. In a JUnit test, {@link
 * io.github.adtauth.testkit.LocalAzureExtension} passes one as a parameter:
 *
 * <pre>{@code
 * @ExtendWith(LocalAzureExtension.class)
 * class RoomTest {
 *   @Test
 *   void throttledCall_tellsWhenToRetry(LocalAzure azure) throws IOException {
 *     azure.script(azure.twins()).next(Faults.throttled(5));
 *     String token = azure.entra().tokenFor(azure.entra().alice(), SCOPE);
 *     Request request =
 *         new Request.Builder()
 *             .url(azure.endpoint() + "/digitaltwins/room-1?api-version=2023-10-31")
 *             .header("Authorization", "Bearer " + token)
 *             .build();
 *     try (Response response = azure.httpClient().newCall(request).execute()) {
 *       assertThat(response.code()).isEqualTo(429);
 *       assertThat(response.header("Retry-After")).isEqualTo("5");
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Most tests need only this package. The packages {@code entra}, {@code twins}, {@code graph}
 * and {@code arm} contain one service each, and {@code http} what they have in common.
 */
@NullMarked
package io.github.adtauth.testkit;

import org.jspecify.annotations.NullMarked;
