package dev.troupe.http.cli;

import dev.troupe.http.Nearest;
import dev.troupe.persistence.PlainWords;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a user is told when a command cannot do its work: a sentence, never a stack trace. */
final class Faults {
  private Faults() {}

  static int usage(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    Optional<String> misplaced = optionBehindDashes(failure, arguments);
    if (misplaced.isPresent()) {
      line.getErr().println("troupe: " + behindDashes(misplaced.get()));
      return Exit.USAGE.code();
    }
    line.getErr().println("troupe: " + plain(String.valueOf(failure.getMessage())));
    String help = "See `" + line.getCommandSpec().qualifiedName() + " --help` for what it takes.";
    line.getErr()
        .println(
            meant(failure).map(word -> "Did you mean " + word + "? ").orElse("")
                + text(arguments)
                + help);
    return Exit.USAGE.code();
  }

  /** The parser of options writes some words twice, and its own kinds of value in capitals. */
  private static String plain(String message) {
    return message
        .replace("option option ", "option ")
        .replace("should be in KEY=VALUE format but was", "must be NAME=VALUE but is")
        .replaceAll(" \\(([A-Z]+=)?[A-Z]+\\)(?= must)", "");
  }

  /** An option or command whose name is nearly what was written. */
  private static Optional<String> meant(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return Optional.empty();
    }
    String written = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    return Nearest.to(
        written,
        written.startsWith("-") ? command.optionsMap().keySet() : command.subcommands().keySet());
  }

  /** Behind -- an option is one word too many; its name tells more than its place. */
  private static Optional<String> optionBehindDashes(
      ParameterException failure, String[] arguments) {
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    return failure instanceof UnmatchedArgumentException
        ? Stream.of(arguments)
            .dropWhile(word -> !word.equals("--"))
            .skip(1)
            .filter(word -> isOption(command, word))
            .findFirst()
        : Optional.empty();
  }

  /** Whether a word is an option of a command, with its value or without. */
  static boolean isOption(@Nullable CommandSpec command, String word) {
    return command != null && command.optionsMap().containsKey(word.replaceFirst("=.*", ""));
  }

  static String behindDashes(String option) {
    return "%s stands behind --, where nothing is read as an option: put options before --, and behind it only what begins with -"
        .formatted(option);
  }

  /** What begins with a dash and has a space in it is no option that somebody misspelt. */
  private static String text(String[] arguments) {
    return Stream.of(arguments).anyMatch(word -> word.matches("-[^=]* .*"))
        ? "A text that begins with - stands last, behind --. "
        : "";
  }

  static int report(Streams streams, Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof CommandFailure expected) {
      streams.say(String.valueOf(expected.getMessage()));
      return expected.exit().code();
    }
    LoggerFactory.getLogger(Faults.class).error("the command failed", cause);
    streams.say(PlainWords.of(cause));
    return Exit.FAILED.code();
  }
}
