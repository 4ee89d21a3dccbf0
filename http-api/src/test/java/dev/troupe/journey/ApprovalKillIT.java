package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real program with SIGKILL while people are asked. */
class ApprovalKillIT {
  private static final Duration EXPIRY = Duration.ofSeconds(2);

  @TempDir Path folder;

  private Program serve() {
    return Program.serve(folder.resolve("logs"), folder.resolve("data"), "--quiet");
  }

  private static JsonNode json(String withSingleQuotes) {
    return Client.json(withSingleQuotes.replace('\'', '"'));
  }

  private static JsonNode asking(String more) {
    return json(
        """
        {'QueryLanguage':'JSONata','StartAt':'Ask','States':{'Ask':{'Type':'Task','End':true,
          'Resource':'human:approval','Arguments':{'question':'{%% $states.input.goal %%}'%s}}}}
        """
            .formatted(more));
  }

  private static String approvalOf(String task) {
    return "/v1/approvals/" + task + ".1.1";
  }

  @Test
  void what_people_decide_counts_after_a_kill_and_counts_once() {
    String id;
    try (var first = serve()) {
      var client = new Client(first.url());
      id =
          client.submit(
              "Pay?",
              asking(",'expiresInSeconds':600,'form':{'type':'object','required':['amount']}"));
      first.kill();
    }
    try (var second = serve()) {
      var client = new Client(second.url());
      var open = client.get(approvalOf(id));
      assertThat(open.path("status").textValue()).isEqualTo("open");
      assertThat(open.path("question").textValue()).isEqualTo("Pay?");
      assertThat(client.get("/v1/tasks/" + id).path("status").textValue()).isEqualTo("waiting");
      var unfit = client.post(approvalOf(id), json("{'decision':'approve','edits':{}}"));
      assertThat(unfit.statusCode()).isEqualTo(422);

      var taken = client.post(approvalOf(id), json("{'decision':'approve','edits':{'amount':7}}"));
      var late = client.post(approvalOf(id), json("{'decision':'reject','comment':'no'}"));

      assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
      assertThat(late.statusCode()).isEqualTo(409);
      assertThat(client.await(id).path("status").textValue()).isEqualTo("completed");
      second.kill();
    }
    try (var third = serve()) {
      var closed = new Client(third.url()).get(approvalOf(id));
      assertThat(closed.path("status").textValue()).isEqualTo("approved");
      assertThat(closed.at("/decisions/0/edits/amount").intValue()).isEqualTo(7);
      assertThat(closed.at("/late/0/comment").textValue()).isEqualTo("no");
    }
  }

  @Test
  void an_expiry_that_passes_while_the_program_is_dead_is_found() {
    String expiring;
    String escalating;
    Instant expired;
    try (var first = serve()) {
      var client = new Client(first.url());
      expiring = client.submit("Pay?", asking(",'expiresInSeconds':2"));
      escalating =
          client.submit(
              "Ship?",
              asking(
                  ",'expiresInSeconds':2,'escalation':[{'approvers':['b'],'expiresInSeconds':600}]"));
      expired = Instant.now().plus(EXPIRY);
      first.kill();
    }
    while (Instant.now().isBefore(expired)) {
      Program.pause();
    }
    try (var second = serve()) {
      var client = new Client(second.url());
      var task = client.await(expiring);
      assertThat(task.at("/error/type").textValue()).isEqualTo("Approval.Expired");

      var next =
          second.until(
              "escalation of " + escalating,
              () -> Optional.of(client.get(approvalOf(escalating))).filter(ApprovalKillIT::isNext));
      assertThat(next.path("status").textValue()).isEqualTo("open");
      assertThat(next.at("/approvers/0").textValue()).isEqualTo("b");
      client.post(approvalOf(escalating), json("{'decision':'approve'}"));
      assertThat(client.await(escalating).path("status").textValue()).isEqualTo("completed");
    }
  }

  private static boolean isNext(JsonNode approval) {
    return approval.path("level").intValue() == 1;
  }
}
