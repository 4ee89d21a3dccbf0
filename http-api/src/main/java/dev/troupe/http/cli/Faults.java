package dev.troupe.http.cli;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a user is told when a command cannot do its work: a sentence, never a stack trace. */
final class Faults {
  private Faults() {}

  static int usage(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    line.getErr().println("troupe: " + failure.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(failure, line.getErr())) {
      line.getErr()
          .println("See `" + line.getCommandSpec().qualifiedName() + " --help` for what it takes.");
    }
    return Exit.USAGE.code();
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
    String message = cause.getMessage();
    streams.say(message == null ? "unexpected: " + cause.getClass().getSimpleName() : message);
    return Exit.FAILED.code();
  }
}
