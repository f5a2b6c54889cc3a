package io.github.adtauth.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Starts a {@link io.github.adtauth.testkit.LocalAzure} for the application context of a test. It
 * serves a strict Entra ID and a Digital Twins instance on loopback HTTPS, under their real host
 * names.
 *
 * <p>Sets the properties {@code adt-auth.*} to its web API, and routes every bean of the type
 * {@code OkHttpClient} to it. The {@code LocalAzure} and the {@link LocalUsers} are beans. Test
 * classes with the same context share them; the context closes them.
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureMockMvc
 * @AutoConfigureLocalAzure
 * class RoomsTest {
 *   @Autowired MockMvc mvc;
 *   @Autowired LocalUsers users;
 *
 *   @Test
 *   void reader_seesRoom() throws Exception {
 *     mvc.perform(get("/rooms/room-1").header("Authorization", users.bearer(users.bob())))
 *         .andExpect(status().isOk());
 *   }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AutoConfigureLocalAzure {}
