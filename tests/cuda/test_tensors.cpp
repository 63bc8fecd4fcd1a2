// Tensors on a card, here one made of the host's memory (host_card.cpp).
#include <boost/test/unit_test.hpp>

#include "tensor/tensor.h"
#include "tests/cuda/card.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(tensors_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(go_to_a_card_and_back) {
  const Tensor x = tensor({2, 2}, {1, 2, 3, 4});
  const Tensor there = x.to(kCard);
  BOOST_TEST(there.device() == kCard);
  BOOST_TEST(!there.shares_storage_with(x));
  BOOST_TEST(there.to(kCard).shares_storage_with(there));
  BOOST_TEST(x.to(kCpu).shares_storage_with(x));
  const Tensor back = there.slice(1, 2).clone().to(kCpu);
  BOOST_TEST(back.span<float>()[1] == 4);
  BOOST_TEST(there.slice(0, 1).slice(0, 1).reshape({2}).to(kCpu).span<float>()[1] == 2);
}

BOOST_AUTO_TEST_CASE(are_filled_and_converted_there) {
  const Tensor x = full({3}, -1.75, DType::float64, kCard);
  BOOST_TEST(x.slice(2, 3).item() == -1.75);
  BOOST_TEST(x.to(DType::int32).device() == kCard);
  BOOST_TEST(x.to(DType::int32).slice(0, 1).item() == -1);
  BOOST_TEST(x.to(DType::uint8).slice(0, 1).item() == 0);
  Tensor host({3}, DType::bfloat16);
  host.copy_from(x);
  BOOST_TEST(host.slice(0, 1).item() == -1.75);
}

BOOST_AUTO_TEST_CASE(are_not_read_by_the_host) {
  Tensor x = zeros({2}, DType::float32, kCard);
  BOOST_CHECK_THROW(x.span<float>(), std::invalid_argument);
  BOOST_CHECK_THROW(x.mutable_span<float>(), std::invalid_argument);
  BOOST_TEST(zeros({0}, DType::float32, kCard).to(kCpu).numel() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
