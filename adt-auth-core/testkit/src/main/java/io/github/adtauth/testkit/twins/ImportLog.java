package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import java.util.function.Supplier;

/** The log that an import job writes to its output blob: one JSON object per line. */
final class ImportLog {
  private final String jobId;
  private final Supplier<String> time;
  private final StringBuilder lines = new StringBuilder();

  ImportLog(String jobId, Supplier<String> time) {
    this.jobId = jobId;
    this.time = time;
  }

  void start() {
    addStatus("Started");
  }

  void succeed() {
    addStatus("Succeeded");
  }

  void startSection(String name) {
    addSection(name, "Started");
  }

  void succeedSection(String name) {
    addSection(name, "Succeeded");
  }

  /** Adds the error of a line, and that the job failed. The format of errors is not documented. */
  void fail(String section, int line, ErrorResponseException cause) {
    JsonObject details = new JsonObject();
    details.addProperty("section", section);
    details.addProperty("line", line);
    details.add("error", cause.error());
    add("Error", details);
    addStatus("Failed");
  }

  @Override
  public String toString() {
    return lines.toString();
  }

  /** The header is not data, so the service does not log it. */
  private void addSection(String name, String status) {
    if (!name.equals("Header")) {
      JsonObject details = new JsonObject();
      details.addProperty("section", name);
      details.addProperty("status", status);
      add("Info", details);
    }
  }

  private void addStatus(String status) {
    JsonObject details = new JsonObject();
    details.addProperty("status", status);
    add("Info", details);
  }

  private void add(String type, JsonObject details) {
    JsonObject entry = new JsonObject();
    entry.addProperty("timestamp", time.get());
    entry.addProperty("jobId", jobId);
    entry.addProperty("jobType", "Import");
    entry.addProperty("logType", type);
    entry.add("details", details);
    lines.append(Json.write(entry)).append('\n');
  }
}
