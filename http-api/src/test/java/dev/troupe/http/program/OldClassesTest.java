package dev.troupe.http.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OldClassesTest {

  private static byte[] bytes(Class<?> type) throws Exception {
    var path = "/" + type.getName().replace('.', '/') + ".class";
    try (var file = Objects.requireNonNull(type.getResourceAsStream(path))) {
      return file.readAllBytes();
    }
  }

  @Test
  void a_class_of_java_5_gets_the_form_of_java_8_and_passes_its_checks() throws Exception {
    var before = bytes(CommandLine.class);
    assertThat(ClassFile.of().parse(before).majorVersion()).isEqualTo(ClassFile.JAVA_5_VERSION);

    var after = OldClasses.made(before);

    var model = ClassFile.of().parse(after);
    assertThat(model.majorVersion()).isEqualTo(ClassFile.JAVA_8_VERSION);
    assertThat(model.methods()).hasSameSizeAs(ClassFile.of().parse(before).methods());
    assertThat(ClassFile.of().verify(after)).isEmpty();
  }

  @Test
  void a_newer_class_stays_byte_for_byte() throws Exception {
    var before = bytes(OldClassesTest.class);

    assertThat(OldClasses.made(before)).isSameAs(before);
  }
}
