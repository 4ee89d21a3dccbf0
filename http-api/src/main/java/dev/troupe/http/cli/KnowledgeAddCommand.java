package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe knowledge add}: documents into a collection. */
@Command(
    name = "add",
    description = "Add a file or folder to a collection; unchanged documents cost nothing.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe knowledge add docs/ --collection notes",
      "  troupe knowledge add docs/ --collection notes --prune   forgets what is gone"
    })
final class KnowledgeAddCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Parameters(paramLabel = "PATH", description = "Markdown, text, HTML or PDF; or a folder of it.")
  private Path path = Path.of("");

  @Option(
      names = "--collection",
      paramLabel = "NAME",
      description = "Default: a name made from the path, the same that `run --knowledge` uses.")
  private @Nullable String collection;

  @Option(
      names = "--prune",
      description =
          "Remove documents of the collection that are not there any more; without it they stay.")
  private boolean prune;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  KnowledgeAddCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String name =
        collection == null ? KnowledgeAdding.collectionOf(path.toAbsolutePath()) : collection;
    try (Session session = options.session(streams)) {
      var adding = new KnowledgeAdding(session.client(), streams, options.quiet);
      JsonNode report = adding.add(name, path, prune);
      if (json) {
        streams.print(report);
      } else {
        streams.out().println(name + ": " + KnowledgeAdding.summary(report));
      }
      nameMissing(name, report.path("missing").asInt());
      return Exit.ANSWERED.code();
    }
  }

  /** One file says nothing about what else should be there. */
  private void nameMissing(String name, int missing) {
    if (missing > 0 && Files.isDirectory(path)) {
      streams.say(
          "%s keeps %s not in %s; --prune removes what is gone"
              .formatted(
                  name,
                  Texts.count(missing, "document") + (missing == 1 ? " that is" : " that are"),
                  path));
    }
  }
}
