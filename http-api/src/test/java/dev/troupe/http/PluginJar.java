package dev.troupe.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A plugin's jar, compiled by the test that needs it. */
public final class PluginJar {
  private static final String SERVICE = "META-INF/services/dev.troupe.agents.function.Plugin";

  private final Map<String, byte[]> entries = new TreeMap<>();

  /** The jar of a project, from its {@code src/main}. */
  public static PluginJar ofProject(Path project) {
    var jar = new PluginJar();
    jar.compile(files(project.resolve("src/main/java")));
    var resources = project.resolve("src/main/resources");
    files(resources).forEach(file -> jar.entries.put(name(resources, file), bytes(file)));
    return jar;
  }

  /**
   * The jar of one class.
   *
   * @param provider its whole name, also where the jar names its plugin
   */
  public static PluginJar of(String provider, String source) {
    var jar = new PluginJar().naming(provider);
    var folder = temporary();
    try {
      var file = folder.resolve(provider.substring(provider.lastIndexOf('.') + 1) + ".java");
      Files.writeString(file, source);
      jar.compile(List.of(file));
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(folder);
    }
  }

  /** A jar whose plugins are named so, whether or not it has them. */
  public PluginJar naming(String... providers) {
    entries.put(SERVICE, String.join("\n", providers).getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public Path write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
        for (var entry : entries.entrySet()) {
          jar.putNextEntry(new JarEntry(entry.getKey()));
          jar.write(entry.getValue());
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(List<Path> sources) {
    var classes = temporary();
    try {
      var compiler = ToolProvider.getSystemJavaCompiler();
      try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
        var options =
            List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        var units = manager.getJavaFileObjectsFromPaths(sources);
        if (!compiler.getTask(null, manager, null, options, null, units).call()) {
          throw new AssertionError("not compiled: " + sources);
        }
      }
      files(classes).forEach(file -> entries.put(name(classes, file), bytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(classes);
    }
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("troupe-plugin-jar");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
