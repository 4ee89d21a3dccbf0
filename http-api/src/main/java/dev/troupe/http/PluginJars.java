package dev.troupe.http;

import dev.troupe.agents.function.Plugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The jars of a plugin folder: plugins, and libraries that they use. */
record PluginJars(Path folder, List<Path> jars, Map<String, Path> jarsByProvider) {
  private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

  /**
   * @param jar the name of its file
   */
  record Provided(String jar, Plugin plugin) {}

  /**
   * @throws IllegalArgumentException if there is no plugin in the folder, or a jar is broken
   */
  static PluginJars of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "the plugin folder "
              + folder
              + " is no folder; --plugins (troupe.plugins.folder) names one that holds jars");
    }
    var read = new PluginJars(folder, jarsIn(folder), new TreeMap<>());
    if (read.jars.isEmpty()) {
      throw new IllegalArgumentException("the plugin folder " + folder + " holds no jar");
    }
    read.jars.forEach(read::findProviders);
    if (read.jarsByProvider.isEmpty()) {
      throw new IllegalArgumentException(
          "the plugin folder %s holds no plugin: none of its jars names its class in %s"
              .formatted(folder, SERVICE));
    }
    return read;
  }

  private static List<Path> jarsIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void findProviders(Path jar) {
    for (var provider : named(jar)) {
      var other = jarsByProvider.putIfAbsent(provider, jar);
      if (other != null) {
        throw new IllegalArgumentException(
            "the plugin %s is in two jars, %s and %s; keep one of them"
                .formatted(provider, other, jar));
      }
    }
  }

  private static List<String> named(Path jar) {
    try (var opened = new JarFile(jar.toFile())) {
      var entry = opened.getEntry(SERVICE);
      if (entry == null) {
        return List.of();
      }
      var text = new String(opened.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException broken) {
      throw new IllegalArgumentException(
          "%s cannot be read as a jar (%s); copy or build it again"
              .formatted(jar, broken.getMessage()),
          broken);
    }
  }

  /** Sees the program's own classes first. */
  URLClassLoader loader() {
    return new URLClassLoader(
        "troupe-plugins",
        jars.stream().map(PluginJars::url).toArray(URL[]::new),
        PluginJars.class.getClassLoader());
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One instance of each plugin.
   *
   * @throws IllegalArgumentException naming the jar whose class is missing or cannot be used
   */
  List<Provided> providers(ClassLoader loader) {
    List<Provided> provided = new ArrayList<>();
    try {
      for (var provider : ServiceLoader.load(Plugin.class, loader).stream().toList()) {
        var jar = jarsByProvider.get(provider.type().getName());
        // What the program's own class path brings is nobody's plugin.
        if (jar != null) {
          provided.add(new Provided(jar.toString(), provider.get()));
        }
      }
      return provided;
    } catch (ServiceConfigurationError | LinkageError unusable) {
      throw new IllegalArgumentException(
          "the plugins of %s cannot be loaded: %s".formatted(folder, reason(unusable)), unusable);
    }
  }

  /** In the words of whatever went wrong first. */
  static String reason(Throwable failure) {
    var cause = failure.getCause();
    var said = failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
    return failure instanceof ServiceConfigurationError && cause != null
        ? said + ": " + reason(cause)
        : failure instanceof LinkageError
            ? failure.getClass().getSimpleName()
                + " "
                + said
                + " (was it built for this version, and are all its libraries in the folder?)"
            : said;
  }
}
