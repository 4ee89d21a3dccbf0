package dev.troupe.http.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramJarTest {
  @TempDir private Path app;

  private void jar(String name, Map<String, String> entries) throws IOException {
    Files.createDirectories(app.resolve("lib"));
    try (var jar = new JarOutputStream(Files.newOutputStream(app.resolve("lib").resolve(name)))) {
      for (var entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
      }
    }
  }

  private String made(String entry) throws IOException {
    ProgramJar.write(app);
    try (var jar = new JarFile(app.resolve("troupe.jar").toFile())) {
      var found = jar.getEntry(entry);
      return found == null
          ? ""
          : new String(jar.getInputStream(found).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void services_of_all_jars_are_there() throws Exception {
    jar("a.jar", Map.of("META-INF/services/x.Service", "a.One"));
    jar("b.jar", Map.of("META-INF/services/x.Service", "b.Two\n"));

    assertThat(made("META-INF/services/x.Service").lines()).containsExactly("a.One", "b.Two");
  }

  @Test
  void configuration_of_all_jars_is_there_and_ours_wins() throws Exception {
    jar("a.jar", Map.of("reference.conf", "# theirs\nx { y = 1, z = 2 }\nlist = [a]"));
    jar("troupe-b.jar", Map.of("reference.conf", "x.y = 3\nlist += b"));

    var config = ConfigFactory.parseString(made("reference.conf")).resolve();

    assertThat(config.getInt("x.y")).isEqualTo(3);
    assertThat(config.getInt("x.z")).isEqualTo(2);
    assertThat(config.getStringList("list")).containsExactly("a", "b");
  }

  @Test
  void a_sign_of_comments_inside_of_a_text_is_no_comment() throws Exception {
    jar("a.jar", Map.of("reference.conf", "text = \"\"\"one\n# two\n\"\"\""));

    assertThat(ConfigFactory.parseString(made("reference.conf")).getString("text"))
        .isEqualTo("one\n# two\n");
  }

  @Test
  void of_several_versions_of_a_file_the_one_for_this_jdk_is_there() throws Exception {
    jar(
        "a.jar",
        Map.of(
            "META-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\nMulti-Release: true\n\n",
            "x.txt",
            "old",
            "META-INF/versions/9/x.txt",
            "new",
            "META-INF/versions/999/x.txt",
            "too new"));

    assertThat(made("x.txt")).isEqualTo("new");
    assertThat(made("META-INF/versions/9/x.txt")).isEmpty();
  }

  @Test
  void each_jars_terms_are_there_once_and_no_signature_of_one_of_them() throws Exception {
    jar(
        "a.jar",
        Map.of(
            "META-INF/NOTICE", "By one.", "META-INF/LICENSE.txt", "Free.", "META-INF/A.SF", "a"));
    jar("b.jar", Map.of("META-INF/NOTICE", "By two.", "META-INF/LICENSE.txt", "Free."));

    assertThat(made("META-INF/NOTICE").lines()).containsExactly("By one.", "By two.");
    assertThat(made("META-INF/LICENSE.txt")).isEqualTo("Free.");
    assertThat(made("META-INF/A.SF")).isEmpty();
  }

  @Test
  void the_same_jars_make_the_same_jar() throws Exception {
    jar("a.jar", Map.of("x.txt", "x", "y.txt", "y"));
    ProgramJar.write(app);
    byte[] first = Files.readAllBytes(app.resolve("troupe.jar"));

    ProgramJar.write(app);

    assertThat(Files.readAllBytes(app.resolve("troupe.jar"))).isEqualTo(first);
  }
}
