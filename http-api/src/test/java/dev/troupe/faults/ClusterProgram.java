package dev.troupe.faults;

import dev.troupe.faults.Evidence.Answered;
import dev.troupe.faults.Evidence.Told;
import dev.troupe.faults.SteadyLoad.Accepted;
import dev.troupe.journey.Client;
import dev.troupe.journey.ModelEndpoint;
import dev.troupe.journey.Program;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code troupe cluster --nodes 3} with all that it starts; nothing of it is left at the end. */
final class ClusterProgram implements AutoCloseable {
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);
  private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled");
  private static final Duration START = Duration.ofMinutes(4);
  private static final Pattern NODE =
      Pattern.compile("(?m)^node-\\d listens at (\\S+) \\(process (\\d+)\\)$");
  private static final Pattern CASSANDRA =
      Pattern.compile("(?m)^Cassandra is ready \\(process (\\d+)\\)$");

  /** One node, wherever it was started. */
  record Started(int number, URI url, ProcessHandle process) {
    void signal(String name) {
      HostedProcess.signal(process, name);
    }
  }

  private final Path folder;
  private final Program program;
  private final List<Program> restarted = new ArrayList<>();
  private final List<ProcessHandle> started = new ArrayList<>();

  ClusterProgram(Path folder, ModelEndpoint models) {
    this.folder = folder;
    this.program =
        Program.start(
            folder,
            "cluster",
            "--nodes=3",
            "--free-ports",
            "--data=" + folder.resolve("data"),
            "--config=" + models.config(folder.resolve("models.conf")));
  }

  Program program() {
    return program;
  }

  /** In the order of their numbers, once all listen. */
  List<Started> nodes() {
    var lines =
        program.until(
            "three nodes that listen",
            START,
            () ->
                Optional.of(NODE.matcher(program.output()).results().toList())
                    .filter(found -> found.size() == 3));
    var nodes = new ArrayList<Started>();
    for (var line : lines) {
      nodes.add(node(nodes.size() + 1, line));
    }
    nodes.forEach(node -> started.add(node.process()));
    started.add(cassandra());
    return nodes;
  }

  ProcessHandle cassandra() {
    return CASSANDRA
        .matcher(program.output())
        .results()
        .map(line -> running(line.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private static Started node(int number, MatchResult line) {
    return new Started(number, URI.create(line.group(1)), running(line.group(2)));
  }

  private static ProcessHandle running(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** A node that has ended, started again as an operator would, once it listens. */
  Started restart(Started ended) {
    var name = "node-" + ended.number();
    var node =
        Program.start(
            folder.resolve("restarted"),
            "serve",
            "--config=" + data().resolve(name + ".conf"),
            "--data=" + data().resolve(name));
    restarted.add(node);
    return new Started(ended.number(), node.url(), node.handle());
  }

  /**
   * What is known of these tasks, once each has completed.
   *
   * @param faults that were injected, by kind
   */
  Evidence evidence(
      Client client, List<Accepted> accepted, ModelEndpoint models, Map<String, Integer> faults) {
    var told = new ArrayList<Told>();
    for (var task : accepted) {
      var status =
          program.until(
              "the end of " + task,
              ENDS_WITHIN,
              () ->
                  Optional.of(client.get("/v1/tasks/" + task.task()).path("status").asText())
                      .filter(ENDS::contains));
      told.add(new Told(task.key(), task.task(), status, List.of()));
    }
    var answered =
        models.ledger().stream()
            .filter(ModelEndpoint.Call::answered)
            .map(call -> new Answered(call.key(), call.task(), call.at()))
            .toList();
    try (var journal = RawJournal.of(data().resolve("node-1.conf"))) {
      return new Evidence(
          told, journal.rows(), journal.lineages(), answered, List.of(), Map.of(), faults);
    }
  }

  private Path data() {
    return folder.resolve("data").resolve("cluster");
  }

  /** Whatever the command has started. */
  List<ProcessHandle> started() {
    return List.copyOf(started);
  }

  @Override
  public void close() {
    restarted.forEach(Program::close);
    program.close();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
