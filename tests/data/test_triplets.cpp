#include "data/triplets.h"

#include <boost/test/unit_test.hpp>
#include <set>

#include "data/make_faces.h"
#include "data/tiny_faces.h"
#include "tests/data/small_dataset.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

struct Tiny {
  TemporaryFolder folder;
  Dataset made(Index count, Index per_identity) const {
    make_faces({.count = count, .per_identity = per_identity, .size = 8, .turned = true},
               folder / "faces");
    make_portraits(Dataset(folder / "faces"), tiny_face_styles(), {.first_photo = true},
                   folder / "set");
    return Dataset(folder / "set");
  }
};

Index person_of(const Dataset& set, Index portrait) {
  return set.identity_of(set.face_of(portrait));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(triplets)

// Of ten people one alone is in validation: compared with people that are trained on.
BOOST_FIXTURE_TEST_CASE(another_view_and_another_person, Tiny) {
  const Dataset set = made(30, 3);
  const Triplets triplets(set);
  for (const TripletViews views : {TripletViews::frontal, TripletViews::any}) {
    for (Index anchor = 0; anchor < 30; ++anchor) {
      std::set<Index> positives, negatives;
      for (std::uint64_t draw = 0; draw < 40; ++draw) {
        const Random draws(1, "test", draw);
        const Index positive = triplets.positive(anchor, views, draws);
        const Index negative = triplets.negative(anchor, views, draws);
        BOOST_REQUIRE(positive != anchor);
        BOOST_REQUIRE(person_of(set, positive) == person_of(set, anchor));
        BOOST_REQUIRE(person_of(set, negative) != person_of(set, anchor));
        positives.insert(positive);
        negatives.insert(negative);
        const auto& split = set.manifest().split;
        const Split own = split.of(person_of(set, anchor));
        BOOST_REQUIRE((split.of(person_of(set, negative)) ==
                       (own == Split::validation ? Split::train : own)));
        if (views == TripletViews::frontal) BOOST_REQUIRE(negative % 3 == 0);
      }
      const bool drawn = views == TripletViews::any || anchor % 3 == 0;
      BOOST_TEST(positives.size() == (drawn ? 2u : 1u));
      if (!drawn) BOOST_TEST(*positives.begin() == anchor / 3 * 3);
      if (anchor < 20) BOOST_TEST(negatives.size() > 3u);
    }
  }
}

BOOST_FIXTURE_TEST_CASE(what_is_missing_is_named_with_the_command_that_makes_it, Tiny) {
  const auto complains = [](const std::string& lack) {
    return [=](const DatasetError& error) {
      const std::string message = error.what();
      return message.find(lack) != std::string::npos &&
             message.find("mien-dataset faces --turned") != std::string::npos;
    };
  };
  write_small_dataset(folder / "small");
  BOOST_CHECK_EXCEPTION(Triplets(Dataset(folder / "small")), DatasetError,
                        complains("this data set holds none"));
  BOOST_CHECK_EXCEPTION(Triplets(made(6, 1)), DatasetError, complains("has one only"));
}

BOOST_AUTO_TEST_SUITE_END()
