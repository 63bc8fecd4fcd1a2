#include "tensor/safetensors.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <string>

#include "tensor/allocator.h"
#include "tensor/input_file.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// A file of the header given and so many bytes of data.
std::string file_of(const std::string& header, std::size_t data_bytes = 0) {
  const std::uint64_t length = header.size();
  std::string file(8, '\0');
  std::memcpy(file.data(), &length, 8);
  return file + header + std::string(data_bytes, '\1');
}

SafetensorsFile parse(const std::string& file) { return parse_safetensors(bytes_of(file), "f.st"); }

std::string error_of(const std::string& file) {
  try {
    parse(file);
  } catch (const SafetensorsError& error) {
    BOOST_TEST_MESSAGE(error.what());
    return error.what();
  }
  return "no error";
}

bool is_refused(const std::string& file, const std::string& because) {
  const std::string error = error_of(file);
  return error.starts_with("f.st: ") && error.find(because) != std::string::npos;
}

bool same(const Tensor& a, const Tensor& b) {
  return a.dtype() == b.dtype() && a.shape() == b.shape() &&
         (a.bytes() == 0 || std::memcmp(a.raw(), b.raw(), a.bytes()) == 0);
}

SafetensorsFile example() {
  return {{{"format", "pt"}, {"recipe", "{\"b\": 1}"}},
          {{"net.weight", tensor({2, 3}, {1, 2, 3, 4, 5, -6})},
           {"net.bias", tensor({2}, {0.5, 1e-300}, DType::float64)},
           {"half", tensor({3}, {1, 2, 3}, DType::bfloat16)},
           {"image", tensor({1, 1, 3}, {0, 128, 255}, DType::uint8)},
           {"identity", tensor({2}, {-7, 9}, DType::int32)},
           {"step", tensor({}, {1e15}, DType::int64)},
           {"none", Tensor(Shape{0, 4})}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(safetensors)

BOOST_AUTO_TEST_CASE(every_dtype_comes_back) {
  const TemporaryFolder folder;
  const SafetensorsFile written = example();
  write_safetensors(folder / "a.safetensors", written);
  const SafetensorsFile read = read_safetensors(folder / "a.safetensors");
  BOOST_TEST((read.metadata == written.metadata));
  BOOST_TEST(read.tensors.size() == written.tensors.size());
  for (const auto& [name, tensor] : written.tensors)
    BOOST_TEST(same(read.tensors.at(name), tensor));
}

BOOST_AUTO_TEST_CASE(bytes_depend_on_the_content_alone) {
  const TemporaryFolder folder;
  write_safetensors(folder / "a.safetensors", example());
  write_safetensors(folder / "b", read_safetensors(folder / "a.safetensors"));
  BOOST_TEST((read_file(folder / "a.safetensors") == read_file(folder / "b")));
}

BOOST_AUTO_TEST_CASE(data_is_aligned_to_its_elements) {
  const TemporaryFolder folder;
  write_safetensors(folder / "a.safetensors", example());
  const SafetensorsHeader header = read_safetensors_header(folder / "a.safetensors");
  BOOST_TEST(header.data_start % 8 == 0);
  for (const auto& entry : header.entries) BOOST_TEST(entry.begin % size_of(entry.dtype) == 0);
}

BOOST_AUTO_TEST_CASE(a_file_written_by_python_is_read) {
  // safetensors.torch.save({...}, metadata={"format": "pt"}) of safetensors 0.8.0
  const std::string header =
      R"({"__metadata__":{"format":"pt"},"a.weight":{"dtype":"I64","shape":[1,3],)"
      R"("data_offsets":[0,24]},"b.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},)"
      R"("h":{"dtype":"F16","shape":[3],"data_offsets":[32,38]},)"
      R"("u":{"dtype":"U8","shape":[1],"data_offsets":[38,39]}} )";
  const unsigned char data[] = {1,    0,    0, 0, 0, 0,    0, 0,    2, 0,    0,    0,    0,
                                0,    0,    0, 3, 0, 0,    0, 0,    0, 0,    0,    0,    0,
                                0xc0, 0x3f, 0, 0, 0, 0xc0, 0, 0x3c, 0, 0xb8, 0xff, 0x7b, 7};
  std::string file = file_of(header, sizeof data);
  std::memcpy(file.data() + 8 + header.size(), data, sizeof data);
  const SafetensorsFile read = parse(file);
  BOOST_TEST(read.metadata.at("format") == "pt");
  BOOST_TEST(same(read.tensors.at("a.weight"), tensor({1, 3}, {1, 2, 3}, DType::int64)));
  BOOST_TEST(same(read.tensors.at("b.bias"), tensor({2}, {1.5, -2})));
  BOOST_TEST(same(read.tensors.at("h"), tensor({3}, {1, -0.5, 65504})));  // widened
  BOOST_TEST(same(read.tensors.at("u"), tensor({1}, {7}, DType::uint8)));
}

BOOST_AUTO_TEST_CASE(files_on_the_disk_are_read) {
  const std::filesystem::path fixtures = MIEN_SOURCE_DIR "/tests/fixtures/safetensors";
  const SafetensorsFile pytorch = read_safetensors(fixtures / "pytorch.safetensors");
  BOOST_TEST(same(pytorch.tensors.at("h"), tensor({3}, {1, -0.5, 65504})));
  const SafetensorsFile ours = read_safetensors(fixtures / "checksums.safetensors");
  BOOST_TEST((ours.metadata == std::map<std::string, std::string>{{"step", "7"}}));
}

BOOST_AUTO_TEST_CASE(half_precision_is_widened_exactly) {
  std::string file = file_of(R"({"h":{"dtype":"F16","shape":[5],"data_offsets":[0,10]}})", 10);
  const std::uint16_t halves[] = {0x0001, 0x8000, 0x03ff, 0x0400, 0xfc00};
  std::memcpy(file.data() + file.size() - 10, halves, 10);
  const Tensor wide = parse(file).tensors.at("h");
  const float expected[] = {0x1p-24f, -0.0f, 1023 * 0x1p-24f, 0x1p-14f, -INFINITY};
  BOOST_TEST(std::memcmp(wide.raw(), expected, sizeof expected) == 0);
}

// One case for each promise of the format.

BOOST_AUTO_TEST_CASE(refuses_less_than_eight_bytes) {
  BOOST_TEST(is_refused("", "at least 8 bytes, got 0 (empty)"));
  BOOST_TEST(is_refused("1234567", "at least 8 bytes, got 7"));
}

BOOST_AUTO_TEST_CASE(refuses_a_header_of_more_than_a_hundred_million_bytes) {
  BOOST_TEST(
      is_refused(std::string("\x01\xe1\xf5\x05\0\0\0\0", 8), "at most 100000000 bytes, got"));
  BOOST_TEST(is_refused(std::string(8, '\xff'), "at most 100000000 bytes"));
  BOOST_TEST(is_refused("a text file, no more", "not a safetensors file?"));
}

BOOST_AUTO_TEST_CASE(refuses_a_header_that_leaves_the_file) {
  BOOST_TEST(
      is_refused(std::string("\x03\0\0\0\0\0\0\0{}", 10), "header of 3 bytes, got a file of"));
}

BOOST_AUTO_TEST_CASE(refuses_a_header_that_is_not_utf8) {
  BOOST_TEST(is_refused(file_of("{\"__metadata__\":{\"a\":\"\xff\"}}"), "not UTF-8, at its byte"));
  BOOST_TEST(is_refused(file_of("{\"a\xc3\":1}"), "not UTF-8, at its byte"));
}

BOOST_AUTO_TEST_CASE(refuses_a_header_that_is_not_an_object) {
  BOOST_TEST(is_refused(file_of("[]"), "begins with {"));
  BOOST_TEST(is_refused(file_of(""), "begins with {"));
  BOOST_TEST(is_refused(file_of(" {}"), "begins with {"));
  BOOST_TEST(is_refused(file_of("{"), "not JSON"));
  BOOST_TEST(is_refused(file_of("{} x"), "not JSON"));
  BOOST_TEST(is_refused(file_of(std::string("{}\0x", 4)), "zero byte"));
  BOOST_TEST(parse(file_of("{}   ")).tensors.empty());
}

BOOST_AUTO_TEST_CASE(refuses_holes_and_overlaps) {
  const auto two = [](const std::string& first, const std::string& second) {
    return R"({"a":{"dtype":"U8","shape":[2],"data_offsets":)" + first +
           R"(},"b":{"dtype":"U8","shape":[2],"data_offsets":)" + second + "}}";
  };
  BOOST_TEST(parse(file_of(two("[0,2]", "[2,4]"), 4)).tensors.size() == 2u);
  BOOST_TEST(is_refused(file_of(two("[0,2]", "[3,5]"), 5), "\"b\" leaves a hole"));
  BOOST_TEST(is_refused(file_of(two("[1,3]", "[3,5]"), 5), "\"a\" leaves a hole"));
  BOOST_TEST(is_refused(file_of(two("[0,2]", "[1,3]"), 3), "\"b\" overlaps another"));
  BOOST_TEST(is_refused(file_of(two("[0,2]", "[0,2]"), 2), "overlaps another"));
}

BOOST_AUTO_TEST_CASE(refuses_data_that_ends_before_it_begins) {
  BOOST_TEST(is_refused(file_of(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[4,2]}})", 4),
                        "end before they begin: 4, 2"));
}

BOOST_AUTO_TEST_CASE(refuses_sizes_that_overflow) {
  const auto with = [](const std::string& shape, const std::string& offsets) {
    return file_of(R"({"a":{"dtype":"F32","shape":)" + shape + R"(,"data_offsets":)" + offsets +
                   "}}");
  };
  BOOST_TEST(is_refused(with("[4294967296,4294967296]", "[0,0]"), "overflows"));
  BOOST_TEST(is_refused(with("[4611686018427387904]", "[0,0]"), "overflows"));
  BOOST_TEST(is_refused(with("[1]", "[0,18446744073709551615]"), "overflows"));
  BOOST_TEST(is_refused(with("[1]", "[0,18446744073709551616]"), "whole numbers"));
}

BOOST_AUTO_TEST_CASE(refuses_a_length_other_than_shape_and_dtype_ask_for) {
  BOOST_TEST(is_refused(file_of(R"({"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,23]}})", 23),
                        "expected 24 bytes for F32 [2, 3], got 23"));
}

BOOST_AUTO_TEST_CASE(refuses_data_that_does_not_end_with_the_file) {
  const std::string header = R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})";
  BOOST_TEST(is_refused(file_of(header, 3), "expected 4 bytes of data, got 3 (cut short?)"));
  BOOST_TEST(is_refused(file_of(header, 5), "expected 4 bytes of data, got 5"));
}

BOOST_AUTO_TEST_CASE(refuses_names_and_keys_that_come_twice) {
  const std::string a = R"("a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]})";
  BOOST_TEST(is_refused(file_of("{" + a + "," + a + "}"), "tensor \"a\" comes twice"));
  BOOST_TEST(is_refused(file_of(R"({"__metadata__":{"k":"1","k":"2"}})"), "\"k\" comes twice"));
  BOOST_TEST(is_refused(file_of(R"({"__metadata__":{},"__metadata__":{}})"), "comes twice"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"dtype":"U8","dtype":"U8"}})"), "dtype comes twice"));
}

BOOST_AUTO_TEST_CASE(refuses_an_unknown_dtype_by_name) {
  BOOST_TEST(is_refused(file_of(R"({"a":{"dtype":"F8_E4M3","shape":[0],"data_offsets":[0,0]}})"),
                        "got \"F8_E4M3\""));
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_the_structure) {
  BOOST_TEST(is_refused(file_of(R"({"a":1})"), "must be described by an object"));
  BOOST_TEST(is_refused(file_of(R"({"a":{}})"), "has no dtype"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"dtype":"U8"}})"), "has no shape"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"dtype":"U8","shape":[]}})"), "has no data_offsets"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"dtype":1}})"), "dtype must be a string"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"shape":"1"}})"), "list of whole numbers"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"shape":[-1]}})"), "negative number -1"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"shape":[1.5]}})"), "the number 1.5"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"shape":[[1]]}})"), "got a list"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"shape":[1,1,1,1,1,1,1,1,1]}})"), "at most 8 numbers"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"data_offsets":[0,0,0]}})"), "at most 2 numbers"));
  BOOST_TEST(is_refused(file_of(R"({"a":{"colour":"red"}})"), "unknown field \"colour\""));
  BOOST_TEST(is_refused(file_of(R"({"__metadata__":{"k":7}})"), "metadata \"k\" must be a string"));
  BOOST_TEST(is_refused(file_of(R"({"__metadata__":"k"})"), "must be described by an object"));
}

BOOST_AUTO_TEST_CASE(any_flipped_bit_is_found) {
  const TemporaryFolder folder;
  write_safetensors(folder / "a", {{{"k", "v"}}, {{"w", tensor({2}, {1, 2})}}});
  const std::string good = read_file(folder / "a");
  BOOST_TEST(error_of(good) == "no error");
  for (std::size_t i = 0; i < good.size() * 8; ++i) {
    std::string bad = good;
    bad[i / 8] = static_cast<char>(bad[i / 8] ^ (1 << i % 8));
    // A padding space may turn into other white space of JSON; nothing is lost then.
    const bool is_blank = good[i / 8] == ' ' && std::strchr("\t\n\r ", bad[i / 8]) && bad[i / 8];
    if (!is_blank) BOOST_TEST(error_of(bad) != "no error", "bit " << i);
  }
}

BOOST_AUTO_TEST_CASE(any_missing_end_is_found) {
  const TemporaryFolder folder;
  write_safetensors(folder / "a", example());
  const std::string good = read_file(folder / "a");
  for (std::size_t size = 0; size < good.size(); ++size) {
    BOOST_TEST(error_of(good.substr(0, size)) != "no error", "cut at " << size);
  }
}

BOOST_AUTO_TEST_CASE(a_damaged_tensor_is_named) {
  const TemporaryFolder folder;
  write_safetensors(folder / "a", {{}, {{"w", tensor({2}, {1, 2})}}});
  std::string bad = read_file(folder / "a");
  bad.back() ^= 1;
  BOOST_TEST(is_refused(bad, "tensor \"w\" is damaged: expected CRC-32"));
}

BOOST_AUTO_TEST_CASE(a_huge_claim_costs_no_memory) {
  const auto before = CachingAllocator::cpu().stats().peak;
  const std::string offsets = R"("shape":[1000000000000],"data_offsets":[0,1000000000000]}})";
  BOOST_TEST(is_refused(file_of(R"({"a":{"dtype":"U8",)" + offsets, 10), "cut short?"));
  BOOST_TEST(CachingAllocator::cpu().stats().peak == before);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_explained) {
  const TemporaryFolder folder;
  const auto path = folder / "a";
  BOOST_CHECK_THROW(write_safetensors(path, {{}, {{"a", Tensor()}}}), std::invalid_argument);
  BOOST_CHECK_THROW(write_safetensors(path, {{}, {{"__metadata__", zeros({1})}}}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(write_safetensors(path, {{{"crc32", "x"}}, {}}), std::invalid_argument);
  BOOST_CHECK_THROW(write_safetensors(path, {{{"a", "\xff"}}, {}}), std::invalid_argument);
  BOOST_TEST(!std::filesystem::exists(path));
  BOOST_CHECK_THROW(read_safetensors(path), FileError);
}

BOOST_AUTO_TEST_SUITE_END()
