package dev.troupe.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

  /** Bit patterns and texts from RFC 8785, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void prints_numbers_as_ecmascript_does(String bits, String text) {
    var number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    assertThat(EcmaScriptNumber.format(number)).isEqualTo(text);
  }

  @Test
  void sorts_keys_by_utf16_code_units_and_leaves_arrays_alone() {
    var json =
        Json.parse(
            """
            {"\\u20ac": "Euro", "\\r": "CR", "\\ufb33": "Dalet", "1": [3, 2.0, {"b": null, "a": true}],
             "\\ud83d\\ude00": "Smiley", "\\u0080": "Control", "\\u00f6": "o"}
            """);

    assertThat(CanonicalJson.write(json))
        .isEqualTo(
            "{\"\\r\":\"CR\",\"1\":[3,2,{\"a\":true,\"b\":null}],\"\u0080\":\"Control\","
                + "\"\u00f6\":\"o\",\"\u20ac\":\"Euro\",\"\ud83d\ude00\":\"Smiley\","
                + "\"\ufb33\":\"Dalet\"}");
  }

  @Test
  void escapes_only_what_must_be_escaped() {
    assertThat(CanonicalJson.write(TextNode.valueOf("\u20ac$\u000f\nA'B\"\\\"/\u007f")))
        .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\"/\u007f\"");
  }

  @Test
  void refuses_a_lone_surrogate_and_a_number_without_a_double() {
    assertThatThrownBy(() -> CanonicalJson.write(TextNode.valueOf("a\ud83d")))
        .hasMessageContaining("lone surrogate at index 1");
    assertThatThrownBy(() -> CanonicalJson.write(Json.parse("1" + "0".repeat(400))))
        .hasMessageContaining("range of a double");
  }

  @Test
  void names_equal_values_by_the_same_hash() {
    assertThat(CanonicalJson.sha256(Json.parse("{\"b\": 1.0, \"a\": []}")))
        .isEqualTo(CanonicalJson.sha256(Json.parse("{\"a\":[],\"b\":1}")))
        .isEqualTo("1c8f8816506a8ccbc55140d8a7bb70214a8942c7030fc0fc2914cec675cd1c15");
  }

  @Test
  void writes_empty_containers() {
    assertThat(CanonicalJson.write(Json.parse("{\"a\":{},\"b\":[]}")))
        .isEqualTo("{\"a\":{},\"b\":[]}");
  }
}
