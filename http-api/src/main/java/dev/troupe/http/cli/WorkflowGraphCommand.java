package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.graph.MachineGraph;
import dev.troupe.supervisor.graph.Mermaid;
import dev.troupe.supervisor.graph.SvgDrawing;
import dev.troupe.supervisor.workflow.Fault;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe workflow graph}: a workflow as a picture. */
@Command(
    name = "graph",
    description = "Draw a workflow, as Mermaid text or as an SVG picture.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe workflow graph report",
      "  troupe workflow graph mine.asl.json --format svg --out mine.svg"
    })
final class WorkflowGraphCommand implements Callable<Integer> {
  private final Streams streams;

  /** What can be asked for, in the words of the command line. */
  @SuppressWarnings("EnumNaming")
  enum Format {
    mermaid,
    svg
  }

  @Mixin private final EngineOptions options = new EngineOptions();

  @Parameters(
      paramLabel = "NAME|FILE",
      description = "A workflow's name, or a file with a definition.")
  private String subject = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.mermaid;

  @Option(names = "--out", paramLabel = "FILE", description = "Write it there, not to stdout.")
  private @Nullable Path out;

  WorkflowGraphCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    ResultFile.check(out);
    MachineGraph graph = MachineGraph.of(workflow());
    String text =
        switch (format) {
          case mermaid -> Mermaid.write(graph);
          case svg -> SvgDrawing.draw(subject, graph);
        };
    ResultFile.write(out, text, streams);
    return Exit.ANSWERED.code();
  }

  /** What there is a file of is a file; a name has no dot and no slash. */
  private Workflow workflow() {
    Path file = Path.of(subject);
    if (Files.exists(file) || subject.contains(".") || subject.contains("/")) {
      return sound(WorkflowReader.read(SubmissionOptions.read(file, "workflow graph")));
    }
    try (WorkflowSource workflows = WorkflowSource.of(options, streams)) {
      JsonNode named = workflows.show(subject);
      return sound(WorkflowReader.reread(named.path("definition")));
    }
  }

  private Workflow sound(Reading reading) {
    return switch (reading) {
      case Reading.Sound(var workflow) -> workflow;
      case Reading.Faulty(var faults) -> throw new CommandFailure(Exit.FAILED, sentences(faults));
    };
  }

  private String sentences(List<Fault> faults) {
    return faults.stream()
        .map(fault -> subject + fault.pointer() + ": " + fault.detail())
        .collect(Collectors.joining("\n"));
  }
}
