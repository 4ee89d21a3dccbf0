package dev.troupe.http.program;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes {@code troupe.jar} of all jars in {@code lib}: the JVM opens and checks one file where
 * there were 130, and reads one manifest of two lines in place of half a megabyte of them. What is
 * large stays where it is and is named in the manifest: models and native code, which are no
 * classes.
 */
public final class ProgramJar {
  private static final long LARGE_BYTES = 16 << 20;
  private static final String VERSIONS = "META-INF/versions/";

  /** Of one jar as it was. */
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)", Pattern.CASE_INSENSITIVE);

  /** Who made what, and on what terms. */
  private static final Pattern TERMS =
      Pattern.compile(
          "META-INF/[^/]*(LICENSE|NOTICE|COPYING|DEPENDENCIES)[^/]*", Pattern.CASE_INSENSITIVE);

  private final Path lib;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final Map<String, List<String>> merged = new TreeMap<>();
  private final List<String> beside = new ArrayList<>();

  private ProgramJar(Path lib) {
    this.lib = lib;
  }

  /** The folder that holds {@code lib}, and gets the jar. */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]));
  }

  static void write(Path app) throws IOException {
    var jar = new ProgramJar(app.resolve("lib"));
    jar.read();
    var partial = app.resolve("troupe.jar.part");
    try (var out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
      jar.write(out);
    }
    Files.move(
        partial,
        app.resolve("troupe.jar"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  private void read() throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      // Our own first: a file of ours is to win over one of a library's.
      var jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted(
                  Comparator.comparing((Path file) -> !isOurs(file))
                      .thenComparing(file -> String.valueOf(file.getFileName())))
              .toList();
      for (Path jar : jars) {
        if (Files.size(jar) > LARGE_BYTES) {
          beside.add("lib/" + jar.getFileName());
        } else {
          read(jar);
        }
      }
    }
  }

  private static boolean isOurs(Path jar) {
    return String.valueOf(jar.getFileName()).startsWith("troupe-");
  }

  /** As this JDK sees it: of several versions of a class, the one that is for it. */
  private void read(Path path) throws IOException {
    try (var jar = new JarFile(path.toFile(), false, JarFile.OPEN_READ, JarFile.runtimeVersion())) {
      for (JarEntry entry : jar.versionedStream().toList()) {
        String name = entry.getName();
        if (entry.isDirectory() || isLeftOut(name)) {
          continue;
        }
        try (var content = jar.getInputStream(entry)) {
          add(name, content.readAllBytes());
        }
      }
    }
  }

  private static boolean isLeftOut(String name) {
    return name.equals(JarFile.MANIFEST_NAME)
        || name.equals("module-info.class")
        || name.startsWith(VERSIONS)
        || name.startsWith("META-INF/maven/")
        || SIGNATURE.matcher(name).matches()
        || name.endsWith(".tasty");
  }

  private void add(String name, byte[] content) throws IOException {
    if (isForAll(name)) {
      var texts = merged.computeIfAbsent(name, _ -> new ArrayList<>());
      var text = new String(content, StandardCharsets.UTF_8);
      if (!texts.contains(text)) {
        texts.add(text);
      }
    } else {
      entries.putIfAbsent(
          name,
          name.endsWith(".class") ? SerializableLambdas.made(OldClasses.made(content)) : content);
    }
  }

  /** Each jar may have one, and all of them count. */
  private static boolean isForAll(String name) {
    return name.startsWith("META-INF/services/")
        || TERMS.matcher(name).matches()
        || (name.endsWith(".conf") && name.indexOf('/') < 0);
  }

  private void write(OutputStream out) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", beside));
    try (var jar = new JarOutputStream(out, manifest)) {
      for (var several : merged.entrySet()) {
        String name = several.getKey();
        String text =
            name.endsWith(".conf")
                ? MergedConfiguration.of(several.getValue())
                : String.join("\n", several.getValue());
        write(jar, name, text.getBytes(StandardCharsets.UTF_8));
      }
      for (var entry : entries.entrySet()) {
        write(jar, entry.getKey(), entry.getValue());
      }
    }
  }

  private static void write(JarOutputStream jar, String name, byte[] content) throws IOException {
    var entry = new JarEntry(name);
    // The same jars make the same jar.
    entry.setTime(0);
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }
}
