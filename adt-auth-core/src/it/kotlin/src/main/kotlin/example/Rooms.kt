package example

import io.github.adtauth.DigitalTwinsConfig
import io.github.adtauth.Secret
import io.github.adtauth.credential.ClientCredential
import io.github.adtauth.signin.SignIn
import io.github.adtauth.twins.DigitalTwins
import io.github.adtauth.twins.TwinModel
import io.github.adtauth.twins.TwinQuery

@TwinModel("dtmi:example:Room;1")
data class Room(val temperature: Int = 20, val name: String = "unnamed")

/** Gson creates it without its constructor, because not all parameters have a default. */
data class NamedRoom(val temperature: Int, val name: String = "unnamed")

fun main() {
  val config =
    DigitalTwinsConfig.builder()
      .clientId(System.getenv("SERVICE_CLIENT_ID"))
      .tenant(System.getenv("TENANT"))
      .endpoint(System.getenv("ENDPOINT"))
      .build()
  val secret = Secret.of(System.getenv("SERVICE_SECRET"))
  DigitalTwins.at(config).use { instance ->
    val twins = instance.client(SignIn.with(config).service(ClientCredential.secret(secret)))
    twins.putTwin("room-21", Room(temperature = 21, name = "Kitchen"))
    println("read ${twins.getTwin("room-21", Room::class.java)}")

    twins.putTwin("room-22", mapOf("\$metadata" to mapOf("\$model" to "dtmi:example:Room;1"), "temperature" to 22))
    println("default ${twins.getTwin("room-22", Room::class.java)}")
    println("no default ${twins.getTwin("room-22", NamedRoom::class.java)}")

    val page = twins.query(TwinQuery.of("SELECT * FROM digitaltwins"), Room::class.java).byPage().first()
    println("token length ${page.continuationToken()?.length}") // nullable
  }
}
