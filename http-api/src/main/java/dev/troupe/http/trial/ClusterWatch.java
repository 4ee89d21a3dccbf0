package dev.troupe.http.trial;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says what changes in a cluster: who is a member, where shards and tasks are, who has ended. */
public final class ClusterWatch {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String TASKS = "Supervisor";

  private final TrialCluster cluster;
  private final Consumer<String> told;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Set<String> ended = new HashSet<>();
  private String last = "";

  public ClusterWatch(TrialCluster cluster, Consumer<String> told) {
    this.cluster = cluster;
    this.told = told;
  }

  /**
   * Returns when it is told to, or when nothing is left to look at.
   *
   * @return whether it was told to
   */
  public boolean until(CountDownLatch stopped) throws InterruptedException {
    while (!stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
      look();
      if (!cluster.cassandra().isAlive()) {
        told.accept("Cassandra has ended; its log is " + cluster.cassandra().log());
        return false;
      }
      if (ended.size() == cluster.nodes().size()) {
        told.accept("no node is left");
        return false;
      }
    }
    return true;
  }

  private void look() throws InterruptedException {
    var state = new StringBuilder();
    for (var node : cluster.nodes()) {
      var name = node.plan().name();
      var code = node.exitCode();
      if (code.isPresent()) {
        if (ended.add(name)) {
          told.accept("%s has ended with exit code %d".formatted(name, code.get()));
        }
      } else {
        state.append(state.isEmpty() ? "" : "   ");
        state.append(name).append(": ").append(seenFrom(node));
      }
    }
    if (!state.toString().equals(last)) {
      last = state.toString();
      told.accept(last);
    }
  }

  private String seenFrom(NodeProcess node) throws InterruptedException {
    return view(node.url().join()).map(ClusterWatch::sentence).orElse("does not answer");
  }

  private Optional<JsonNode> view(String url) throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(url + "/v1/cluster")).timeout(PATIENCE).build();
      return Optional.of(Json.parse(http.send(request, BodyHandlers.ofString()).body()));
    } catch (IOException unreachable) {
      return Optional.empty();
    }
  }

  private static String sentence(JsonNode view) {
    var up = 0;
    var others = 0;
    for (var member : view.path("members")) {
      if (member.path("status").asText().equals("up") && member.path("reachable").asBoolean()) {
        up++;
      } else {
        others++;
      }
    }
    var tasks = view.path("regions").path(TASKS);
    return "%d up%s, %d shards, %d tasks"
        .formatted(
            up,
            others == 0 ? "" : " and %d not".formatted(others),
            tasks.path("shards").asInt(),
            tasks.path("entities").asInt());
  }
}
