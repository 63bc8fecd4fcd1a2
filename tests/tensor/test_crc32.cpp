#include <boost/test/unit_test.hpp>
#include <string_view>

#include "tensor/crc32.h"

using namespace mien;

namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(checksum)

BOOST_AUTO_TEST_CASE(crc32_known_answers) {
  BOOST_TEST(crc32(bytes_of("")) == 0u);
  BOOST_TEST(crc32(bytes_of("123456789")) == 0xCBF43926u);  // the published check value
  BOOST_TEST(crc32(bytes_of("IEND")) == 0xAE426082u);       // ends every PNG file
}

BOOST_AUTO_TEST_CASE(crc32_in_pieces_of_any_length) {
  const std::string_view all = "The quick brown fox jumps over the lazy dog";
  for (std::size_t cut = 0; cut <= all.size(); ++cut) {
    BOOST_TEST(crc32(bytes_of(all.substr(cut)), crc32(bytes_of(all.substr(0, cut)))) ==
               0x414FA339u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
