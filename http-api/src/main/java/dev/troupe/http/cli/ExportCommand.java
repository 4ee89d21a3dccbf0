package dev.troupe.http.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code troupe export}: journals, and the rows that they need, as lines of JSON. */
@Command(
    name = "export",
    description = {
      "Print a task's whole history, that of the tasks of a time, or all there is: a JSON line an event.",
      "`troupe import` takes it into an empty store."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe export --task ID > task.ndjson",
      "  troupe export --from 2026-11-01 --to 2026-12-01 --out november.ndjson",
      "  troupe export --all --out all.ndjson --url http://127.0.0.1:8080"
    })
final class ExportCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final EngineOptions options = new EngineOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The server. Default: the one that holds the data directory, else the directory itself.")
  private @Nullable String url;

  @Option(names = "--task", paramLabel = "ID", description = "One task, with its agents and steps.")
  private @Nullable String task;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Tasks submitted at this time or later: 2026-11-22T10:00:00Z or 2026-11-22.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Tasks submitted before this time.")
  private @Nullable String to;

  @Option(names = "--all", description = "All there is.")
  private boolean all;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where it goes once it is complete. Default: stdout.")
  private @Nullable Path out;

  ExportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    var path = "/v1/export?" + query();
    ResultFile.check(out);
    try (Session session = session()) {
      new ExportFile(out, streams).write(session.client().stream(path, Map.of()));
      return Exit.ANSWERED.code();
    }
  }

  private Session session() {
    return Optional.ofNullable(url)
        .map(server -> Session.of(new ApiClient(new HttpTransport(server))))
        .orElseGet(() -> options.session(streams));
  }

  private String query() {
    List<String> parameters = new ArrayList<>();
    add(parameters, "task", task);
    add(parameters, "from", from);
    add(parameters, "to", to);
    add(parameters, "all", all ? "true" : null);
    var isOfTime = parameters.size() == 2 && from != null && to != null;
    if (parameters.size() != 1 && !isOfTime) {
      throw new ParameterException(
          spec.commandLine(), "choose what to export: --task ID, or --from and --to, or --all");
    }
    return String.join("&", parameters);
  }

  private static void add(List<String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.add(name + "=" + ApiClient.encode(value));
    }
  }
}
