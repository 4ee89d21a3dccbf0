package dev.troupe.http.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SerializableLambdasTest {
  /** Code that javac makes for this casts the lambda to {@code Serializable}. */
  private static Object lambda(String name) {
    return (Supplier<String> & Serializable) () -> name;
  }

  private static byte[] bytes(Class<?> type) throws Exception {
    var path = type.getName().replace('.', '/') + ".class";
    try (var file = type.getClassLoader().getResourceAsStream(path)) {
      return file.readAllBytes();
    }
  }

  @Test
  void a_lambda_of_java_stays_serializable() throws Exception {
    assertThat(lambda("x")).isInstanceOf(Serializable.class);
    var before = bytes(SerializableLambdasTest.class);
    assertThat(alternatives(before)).isPositive();

    assertThat(SerializableLambdas.made(before)).isSameAs(before);
  }

  @Test
  void a_class_without_such_lambdas_stays_byte_for_byte() throws Exception {
    var before = bytes(scala.Option.class);
    assertThat(alternatives(before)).isZero();

    assertThat(SerializableLambdas.made(before)).isSameAs(before);
  }

  /** Scala 2.13 gives them a bridge of the lambda's own types, which nobody can call. */
  @Test
  void a_function_of_scala_is_turned_with_its_bridge() throws Exception {
    var before = bytes(scala.concurrent.Future$.class);
    assertThat(alternatives(before)).isPositive();

    var after = SerializableLambdas.made(before);

    assertThat(alternatives(after)).isZero();
    assertThat(ClassFile.of().verify(after)).isEmpty();
  }

  /** It has cases up to the largest int. */
  @Test
  void a_method_whose_switch_cannot_be_read_stays_and_the_others_are_turned() throws Exception {
    var before = bytes(Class.forName("org.apache.pekko.cluster.sharding.DDataShardCoordinator"));
    assertThat(alternatives(before)).isEqualTo(5);

    var after = SerializableLambdas.made(before);

    assertThat(alternatives(after)).isOne();
    assertThat(ClassFile.of().verify(after)).isEmpty();
  }

  /** Of the code: what nobody calls stays in the table of bootstrap methods. */
  private static long alternatives(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(CodeModel::elementStream)
        .filter(InvokeDynamicInstruction.class::isInstance)
        .map(InvokeDynamicInstruction.class::cast)
        .filter(call -> call.bootstrapMethod().methodName().equals("altMetafactory"))
        .count();
  }
}
