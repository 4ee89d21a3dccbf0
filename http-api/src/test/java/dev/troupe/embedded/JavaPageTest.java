package dev.troupe.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/java.md shows is what the build compiles and runs. */
class JavaPageTest {
  private static final Pattern CODE =
      Pattern.compile("```(?:java|yaml|hocon) file\\n(.*?)```", Pattern.DOTALL);
  private static final Path ROOT = Path.of("..");
  private static final List<String> FILES =
      List.of(
          "http-api/src/test/java/dev/troupe/embedded/Shop.java",
          "http-api/src/test/java/dev/troupe/embedded/ShopService.java",
          "examples/plugin/src/main/java/example/SurveyPlugin.java",
          "examples/plugin/src/main/java/example/Survey.java",
          "examples/plugin/src/main/resources/survey-roles.conf",
          "examples/plugin/survey.asl.yaml");

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String read(String file) {
    try {
      return plain(Files.readString(ROOT.resolve(file)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void each_piece_of_code_stands_in_a_file_of_the_build() throws IOException {
    var page = Files.readString(ROOT.resolve("docs/java.md"));
    var files = FILES.stream().map(JavaPageTest::read).toList();
    var pieces = CODE.matcher(page).results().map(piece -> plain(piece.group(1))).toList();
    assertThat(pieces).hasSizeGreaterThanOrEqualTo(5);
    assertThat(pieces)
        .allSatisfy(piece -> assertThat(files).anyMatch(file -> file.contains(piece)));
  }
}
