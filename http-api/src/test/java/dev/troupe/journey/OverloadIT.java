package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More comes than a node may have under way: some is refused before, and nothing behind its 202.
 */
class OverloadIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OPEN_AT_MOST = 20;
  private static final int SUBMISSIONS = 400;
  private static final int CLIENTS = 40;

  @TempDir Path folder;

  private record Asked(HttpResponse<String> answer) {
    boolean accepted() {
      return answer.statusCode() == 202;
    }
  }

  /** Without a key: of one that has a key the task's home is asked first, which takes its time. */
  private static Asked submit(Client client, int number) {
    var body = JSON.createObjectNode().put("goal", "Work " + number).put("workflow", "bench");
    return new Asked(client.post("/v1/tasks", body));
  }

  private static List<Asked> submitAll(Client client) {
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      var calls =
          IntStream.range(0, SUBMISSIONS)
              .<Callable<Asked>>mapToObj(number -> () -> submit(client, number))
              .toList();
      return clients.invokeAll(calls).stream().map(Future::resultNow).toList();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void what_is_refused_is_not_there_and_what_is_accepted_is_done() throws Exception {
    try (var models = ModelEndpoint.start(Duration.ofMillis(300));
        var program =
            Program.serveIn(
                folder,
                "include \"%s\"%ntroupe.tasks.admission { open-at-most = %d, latency-at-most = 1m, retry-after = 2s }"
                    .formatted(models.config(folder.resolve("models.conf")), OPEN_AT_MOST))) {
      var client = new Client(program.url());

      var asked = submitAll(client);

      var accepted = asked.stream().filter(Asked::accepted).toList();
      var refused = asked.stream().filter(each -> !each.accepted()).toList();
      assertThat(accepted).hasSizeGreaterThanOrEqualTo(OPEN_AT_MOST);
      assertThat(refused)
          .isNotEmpty()
          .allSatisfy(each -> {
            assertThat(each.answer().statusCode()).isEqualTo(503);
            assertThat(each.answer().headers().firstValue("Retry-After")).contains("2");
            assertThat(each.answer().body()).contains("open-at-most");
          });
      assertThat(models.mostUnderWay()).isLessThanOrEqualTo(OPEN_AT_MOST);
      var ids = new ArrayList<String>();
      for (var each : accepted) {
        var id = JSON.readTree(each.answer().body()).path("id").asText();
        assertThat(client.await(id).path("status").asText()).isEqualTo("completed");
        ids.add(id);
      }
      assertThat(client.get("/v1/tasks?limit=1000").path("tasks").findValuesAsText("id"))
          .isNotEmpty()
          .isSubsetOf(ids);
      // There is room again.
      var other = client.submit("Other work.", "bench", "k");
      assertThat(client.await(other).path("status").asText()).isEqualTo("completed");
    }
  }
}
