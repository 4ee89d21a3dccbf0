package dev.troupe.supervisor.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of each kind of state names every field that the reader takes. */
class StatePagesTest {
  private static final Path PAGES = Path.of("../docs/states");

  /** Told once, on the page that leads to the others. */
  private static final Set<String> OF_ALL =
      Set.of("Type", "Comment", "QueryLanguage", "Next", "End", "X-Troupe");

  @ParameterizedTest
  @EnumSource(StateType.class)
  void a_page_names_every_field_of_its_state(StateType type) throws IOException {
    var page = Files.readString(PAGES.resolve(type.name().toLowerCase(Locale.ROOT) + ".md"));
    var index = Files.readString(PAGES.resolve("README.md"));
    var fields = new TreeSet<>(StateFields.of(type).in(Language.JSONATA));
    fields.addAll(StateFields.of(type).in(Language.JSONPATH));

    assertThat(fields)
        .allSatisfy(
            field -> assertThat(OF_ALL.contains(field) ? index : page).contains("`" + field + "`"));
  }
}
