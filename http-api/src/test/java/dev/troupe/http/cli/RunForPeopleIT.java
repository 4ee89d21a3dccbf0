package dev.troupe.http.cli;

import static dev.troupe.http.cli.Ran.troupe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.persistence.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunForPeopleIT {
  private static final int PATIENCE_SECONDS = 60;

  private static final String ASKING =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Ask", "States": {"Ask": {
        "Type": "Task", "Resource": "human:approval",
        "Arguments": {"question": "{% $states.input.goal %}"},
        "Output": {"markdown": "{% 'Paid by ' & $states.result.approvals[0].as %}"},
        "End": true}}}
      """;

  @TempDir Path folder;

  private String workflow() throws IOException {
    return Files.writeString(folder.resolve("ask.asl.json"), ASKING).toString();
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  @Test
  void what_a_run_asks_people_another_command_answers() throws Exception {
    var run = background("run", "Pay?", "--workflow", workflow(), "--data", data());

    approve(run);

    Ran ran = run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().strip()).isEqualTo("Paid by ada");
    assertThat(ran.err()).contains("Pay? · answer by: troupe approve ");
  }

  private static CompletableFuture<Ran> background(String... command) {
    return CompletableFuture.supplyAsync(() -> troupe(command), Thread::startVirtualThread);
  }

  private void approve(CompletableFuture<Ran> asking) throws InterruptedException {
    Ran approve = troupe("approve", open(data(), asking), "--as", "ada", "--data", data());
    assertThat(approve.out().strip()).as(approve.err()).isEqualTo("approved");
  }

  /** Until the run has begun to ask, no server is there to answer. */
  private static String open(String data, CompletableFuture<Ran> run) throws InterruptedException {
    for (var left = PATIENCE_SECONDS * 10; left > 0 && !run.isDone(); left--) {
      Ran list = troupe("approvals", "--status", "open", "--json", "--data", data);
      if (list.exit() == 0 && !Json.parse(list.out()).path("approvals").isEmpty()) {
        return Json.parse(list.out()).at("/approvals/0/id").asText();
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("nothing was asked: " + run.getNow(new Ran(0, "", "")).err());
  }
}
