package dev.troupe.http.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line as a whole. */
@Command(
    name = "troupe",
    description = "Runs teams of AI agents that can be trusted with long work.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "troupe 0.1.0",
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe run \"How should an agent keep its state?\" --knowledge docs/",
      "  troupe serve",
      "  troupe submit \"What do cold starts cost?\"",
      "  troupe doctor",
      "",
      "Exit codes: 0 answered, 1 failed, 2 usage, 3 no answer or not approved,",
      "4 the data directory is held by another engine, 5 the server cannot be",
      "reached, 130 cancelled."
    })
public final class TroupeCommand {
  private static final Map<String, Function<Streams, Object>> COMMANDS = new LinkedHashMap<>();
  private static final Set<String> ENGINES = new HashSet<>();

  static {
    engine("run", RunCommand::new);
    engine("serve", ServeCommand::new);
    COMMANDS.put("cluster", ClusterCommand::new);
    COMMANDS.put("submit", SubmitCommand::new);
    COMMANDS.put("watch", WatchCommand::new);
    COMMANDS.put("tasks", TasksCommand::new);
    COMMANDS.put("show", ShowCommand::new);
    COMMANDS.put("cancel", CancelCommand::new);
    COMMANDS.put("message", MessageCommand::new);
    COMMANDS.put("redrive", RedriveCommand::new);
    COMMANDS.put("fork", ForkCommand::new);
    COMMANDS.put("diff", DiffCommand::new);
    COMMANDS.put("approvals", ApprovalsCommand::new);
    COMMANDS.put("approve", ApproveCommand::new);
    COMMANDS.put("reject", RejectCommand::new);
    engine("resume", ResumeCommand::new);
    COMMANDS.put("knowledge", KnowledgeCommand::new);
    COMMANDS.put("workflow", WorkflowCommand::new);
    COMMANDS.put("eval", EvalCommand::new);
    COMMANDS.put("mcp", McpCommand::new);
    COMMANDS.put("schema", SchemaCommand::new);
    COMMANDS.put("export", ExportCommand::new);
    COMMANDS.put("import", ImportCommand::new);
    COMMANDS.put("repair", RepairCommand::new);
    engine("bench", BenchCommand::new);
    COMMANDS.put("doctor", DoctorCommand::new);
  }

  private TroupeCommand() {}

  private static void engine(String name, Function<Streams, Object> command) {
    COMMANDS.put(name, command);
    ENGINES.add(name);
  }

  /** Whether they are of a command that is about to start an engine. */
  public static boolean startsEngine(String... arguments) {
    return arguments.length > 0 && ENGINES.contains(arguments[0]);
  }

  /** Runs a command to its end and returns the exit code; nothing is thrown. */
  public static int run(Streams streams, String... arguments) {
    var line = new CommandLine(new TroupeCommand());
    // Reading the annotations of one command instead of all saves a tenth of a second.
    COMMANDS.forEach((name, command) -> {
      if (arguments.length == 0
          || !COMMANDS.containsKey(arguments[0])
          || name.equals(arguments[0])) {
        line.addSubcommand(name, withChildren(command.apply(streams), streams));
      }
    });
    if (arguments.length > 0 && !COMMANDS.containsKey(arguments[0])) {
      line.addSubcommand("help", help());
    }
    // An @ before an option's value is the option's own affair.
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(Faults::usage);
    line.setExecutionExceptionHandler((failure, _, _) -> Faults.report(streams, failure));
    if (arguments.length == 0) {
      line.usage(streams.err());
      return Exit.USAGE.code();
    }
    return line.execute(arguments);
  }

  /** For whoever types it; what the help speaks of is --help. */
  private static CommandLine help() {
    var help = new CommandLine(new CommandLine.HelpCommand());
    help.getCommandSpec().usageMessage().hidden(true);
    return help;
  }

  private static CommandLine withChildren(Object command, Streams streams) {
    var line = new CommandLine(command);
    switch (command) {
      case KnowledgeCommand _ -> KnowledgeCommand.children(streams).forEach(line::addSubcommand);
      case SchemaCommand _ -> SchemaCommand.children(streams).forEach(line::addSubcommand);
      case McpCommand _ -> McpCommand.children(streams).forEach(line::addSubcommand);
      case WorkflowCommand _ -> WorkflowCommand.children(streams).forEach(line::addSubcommand);
      case EvalCommand _ -> EvalCommand.children(streams).forEach(line::addSubcommand);
      default -> {}
    }
    return line;
  }
}
