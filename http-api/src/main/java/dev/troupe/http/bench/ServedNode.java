package dev.troupe.http.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code troupe serve} in a process of its own, with this process's Java and class path. */
final class ServedNode implements AutoCloseable {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private final Process process;
  private final URI url;

  private ServedNode(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  static ServedNode start(Path data, String modelUrl) throws IOException {
    return start(data, List.of("--model-url", modelUrl));
  }

  /**
   * @param more options of {@code troupe serve}
   */
  static ServedNode start(Path data, List<String> more) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.troupe.http.Main");
    command.addAll(List.of("serve", "--port", "0", "--quiet", "--data", data.toString()));
    command.addAll(more);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("listening ")) {
      process.destroy();
      throw new IOException("the node did not start; its own words stand above");
    }
    return new ServedNode(process, URI.create(line.substring("listening ".length())));
  }

  URI url() {
    return url;
  }

  /** What the process has used so far, user and system. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Of the operating system, all that the process has; empty where it does not show them. */
  OptionalLong threads() {
    String[] ids = new File("/proc/" + process.pid() + "/task").list();
    return ids == null ? OptionalLong.empty() : OptionalLong.of(ids.length);
  }

  /** Bytes of live objects, after a full collection; empty where the JDK has no jcmd. */
  OptionalLong liveHeapBytes() {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!new File(jcmd.toString()).canExecute()) {
      return OptionalLong.empty();
    }
    try {
      Process asked =
          new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      asked.waitFor(30, TimeUnit.SECONDS);
      Matcher total = TOTAL.matcher(answer);
      return total.find() ? OptionalLong.of(Long.parseLong(total.group(1))) : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
