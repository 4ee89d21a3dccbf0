package dev.troupe.http.cli;

import static dev.troupe.http.cli.Ran.troupe;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.http.Engine;
import dev.troupe.persistence.Json;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A whole engine, offline, and commands that find it by its data directory. */
final class OwnServer implements AutoCloseable {
  private static final int LOOKS_AT_MOST = 600;

  private final String data;
  private final Session session;
  private final Set<String> seen = new HashSet<>();

  OwnServer(Path folder) {
    this.data = folder.toString();
    var settings = ConfigFactory.parseMap(Map.of("troupe.store.directory", data), "the test");
    this.session = Session.of(Engine.start(NodeConfiguration.load(settings, null)));
    session.openToOthers();
  }

  Ran run(List<String> command) {
    return troupe(
        Stream.concat(command.stream(), Stream.of("--data", data)).toArray(String[]::new));
  }

  Ran run(String... command) {
    return run(List.of(command));
  }

  /** The list is a moment behind; children, which name the workflow that they are, are left out. */
  String newTask() {
    return awaitListed("tasks", task -> task.path("workflow").asText().equals("inline"));
  }

  /** An approval that is open in this state and was not given before. */
  String newApproval(String question) {
    return awaitListed(
        "approvals",
        asked ->
            asked.path("status").asText().equals("open")
                && asked.path("question").asText().startsWith(question));
  }

  private String awaitListed(String list, Predicate<JsonNode> asked) {
    for (var left = LOOKS_AT_MOST; left > 0; left--) {
      for (var one : Json.parse(run(list, "--json").out()).path(list)) {
        if (asked.test(one) && seen.add(one.path("id").asText())) {
          return one.path("id").asText();
        }
      }
      rest();
    }
    throw new AssertionError("not listed among the " + list);
  }

  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
