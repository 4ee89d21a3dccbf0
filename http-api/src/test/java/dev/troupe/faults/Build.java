package dev.troupe.faults;

import dev.troupe.faults.Network.Host;
import dev.troupe.journey.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

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

  /** With one setting that it must not have. */
  static Build with(String settings) {
    return new Build(settings, Optional.empty());
  }

  /**
   * With one place of its source changed.
   *
   * @param folder for the changed class
   * @param source from the project's root
   * @param from what stands there once
   */
  static Build changed(Path folder, String source, String from, String to) {
    try {
      var text = Files.readString(Program.root().resolve(source));
      if (text.split(Pattern.quote(from), -1).length != 2) {
        throw new AssertionError("`%s` stands not once in %s".formatted(from, source));
      }
      var file = folder.resolve("changed").resolve(Path.of(source).getFileName());
      var classes = folder.resolve("changed-classes");
      Files.createDirectories(file.getParent());
      Files.createDirectories(classes);
      Files.writeString(file, text.replace(from, to));
      compile(file, classes);
      return new Build("", Optional.of(classes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path file, Path classes) throws IOException {
    var said = new ByteArrayOutputStream();
    try (var jars = Files.list(Program.root().resolve("http-api/target/app/lib"))) {
      var code =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  said,
                  "-proc:none",
                  "-nowarn",
                  "-cp",
                  jars.map(Path::toString).collect(Collectors.joining(":")),
                  "-d",
                  classes.toString(),
                  file.toString());
      if (code != 0) {
        throw new AssertionError(said.toString(StandardCharsets.UTF_8));
      }
    }
  }

  List<String> serve(Host host, Path config, Path data) {
    var serve = List.of("serve", "--config", config.toString(), "--data", data.toString());
    return changed
        .map(classes -> host.run(java(classes, serve)))
        .orElseGet(() -> host.run(launcher(serve)));
  }

  private static String[] launcher(List<String> serve) {
    var command = new ArrayList<String>();
    command.add(Program.root().resolve("troupe").toString());
    command.addAll(serve);
    return command.toArray(String[]::new);
  }

  /** The launcher's last line, without the cache of the start: that holds the classes unchanged. */
  private static String[] java(Path classes, List<String> serve) {
    var app = Program.root().resolve("http-api/target/app");
    try {
      var jdk = Files.readString(app.resolve("start.jdk")).strip();
      var command = new ArrayList<String>();
      command.addAll(
          List.of(
              Path.of(jdk, "bin", "java").toString(),
              "@" + app.resolve("jvm.options"),
              "-XX:+UseParallelGC",
              "-XX:MaxNewSize=512m",
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
