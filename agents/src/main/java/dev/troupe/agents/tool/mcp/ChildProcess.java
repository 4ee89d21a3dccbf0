package dev.troupe.agents.tool.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server's process. It gets PATH, HOME and what the configuration lists of the environment, and
 * nothing else; it ends when its standard input does, which is also what happens when this program
 * dies without a word.
 */
final class ChildProcess {
  private static final List<String> INHERITED = List.of("PATH", "HOME");
  private static final long GRACE_MILLISECONDS = 2_000;

  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  static ChildProcess start(List<String> command, Map<String, String> environment)
      throws McpBroken {
    var builder = new ProcessBuilder(command);
    var inherited = builder.environment();
    inherited.keySet().retainAll(INHERITED);
    inherited.putAll(environment);
    try {
      return new ChildProcess(builder.start());
    } catch (IOException unstartable) {
      throw new McpBroken(
          "its program %s cannot be started; is it installed and on the PATH?"
              .formatted(command.getFirst()),
          unstartable);
    }
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  InputStream output() {
    return process.getInputStream();
  }

  InputStream errors() {
    return process.getErrorStream();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** How it ended, once its output has. */
  String ending() {
    try {
      return process.waitFor(GRACE_MILLISECONDS, TimeUnit.MILLISECONDS)
          ? "its process ended with exit code " + process.exitValue()
          : "its process closed its output";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "its process closed its output";
    }
  }

  /** Asks it to end, then makes it, and whatever it has started. */
  void end() {
    var descendants = process.descendants().toList();
    // It waits for a write that is under way, which may never end.
    Thread.ofPlatform().daemon().name("mcp-end").start(this::closeInput);
    if (!endsWithin()) {
      process.destroy();
      if (!endsWithin()) {
        process.destroyForcibly();
      }
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      // It has ended already.
    }
  }

  private boolean endsWithin() {
    try {
      return process.waitFor(GRACE_MILLISECONDS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
