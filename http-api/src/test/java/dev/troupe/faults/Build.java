package dev.troupe.faults;

import dev.troupe.faults.Network.Host;
import dev.troupe.journey.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the nodes run: the program as it was built, or one that was broken on purpose.
 *
 * @param settings HOCON, behind all other settings
 * @param changed a folder of classes that stand before the program's own, if it has any
 */
record Build(String settings, Optional<Path> changed) {

  /** As it is. */
  static Build sound() {
    return new Build("", Optional.empty());
  }

  List<String> serve(Host host, Path config, Path data) {
    var serve = List.of("serve", "--config", config.toString(), "--data", data.toString());
    return changed
        .map(classes -> host.run(java(classes, serve)))
        .orElseGet(() -> host.run(launcher(serve)));
  }

  private static String[] launcher(List<String> serve) {
    var command = new java.util.ArrayList<String>();
    command.add(Program.root().resolve("troupe").toString());
    command.addAll(serve);
    return command.toArray(String[]::new);
  }

  /** The launcher's last line, without the cache of the start: that holds the classes unchanged. */
  private static String[] java(Path classes, List<String> serve) {
    var app = Program.root().resolve("http-api/target/app");
    try {
      var jdk = Files.readString(app.resolve("start.jdk")).strip();
      var command = new java.util.ArrayList<String>();
      command.addAll(
          List.of(
              Path.of(jdk, "bin", "java").toString(),
              "@" + app.resolve("jvm.options"),
              "-XX:+UseParallelGC",
              "-Dtroupe.home=" + Program.root(),
              "-cp",
              classes + ":" + app.resolve("lib") + "/*",
              "dev.troupe.http.Main"));
      command.addAll(serve);
      return command.toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
