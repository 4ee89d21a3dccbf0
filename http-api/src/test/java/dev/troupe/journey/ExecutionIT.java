package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine written for Step Functions that starts another, over HTTP and unchanged. */
class ExecutionIT {
  private static final String PARENT =
      """
      {"StartAt":"Ask","States":{"Ask":{"Type":"Task",
        "Resource":"arn:aws:states:::states:startExecution.sync:2",
        "Parameters":{
          "StateMachineArn":"arn:aws:states:eu-west-1:123456789012:stateMachine:Greeter",
          "Input":{"name":"Ada"}},
        "OutputPath":"$.Output","End":true}}}
      """;
  private static final String GREETER =
      """
      {"StartAt":"Greet","States":{"Greet":{"Type":"Pass",
        "Parameters":{"markdown.$":"States.Format('Good morning, {}.', $.name)"},"End":true}}}
      """;

  @TempDir private Path folder;

  @Test
  void a_machine_starts_another_by_its_arn() throws IOException {
    var settings = folder.resolve("troupe.conf");
    Files.writeString(
        settings,
        "troupe.resources = [{ match = \"arn:aws:states:::states:startExecution.sync:2\", bind = \"workflow:*\" }]");
    try (var server =
        Program.serve(
            folder.resolve("logs"),
            folder.resolve("data"),
            "--quiet",
            "--config",
            settings.toString())) {
      var client = new Client(server.url());
      client.putWorkflow("greeter", GREETER);
      var id = client.submit("Greet.", Client.json(PARENT));

      assertThat(client.await(id).path("status").textValue()).isEqualTo("completed");
      assertThat(client.get("/v1/tasks/" + id + "/result").path("markdown").textValue())
          .isEqualTo("Good morning, Ada.");
    }
  }
}
