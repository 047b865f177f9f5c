"""Fictional names for the demo, drawn from common given and family names of each country."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Pool:
    """`family_women` only where family names bend with sex."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    family: tuple[str, ...]
    family_women: tuple[str, ...] = ()


def _pool(women: str, men: str, family: str, family_women: str = "") -> Pool:
    return Pool(*(tuple(text.split()) for text in (women, men, family, family_women)))


POOLS = {
    "af": _pool(
        "Zahra Fatima Maryam Laila Shabnam Parwana Nargis Roya",
        "Ahmad Farid Hamid Jawad Karim Mustafa Reza Yusuf",
        "Ahmadi Haidari Karimi Mohammadi Nazari Rahimi Sharifi Yusufi",
    ),
    "al": _pool(
        "Arta Blerina Drita Elira Lindita Mirela Teuta Valbona",
        "Agron Arben Besnik Dritan Fatos Gezim Ilir Sokol",
        "Dervishi Gjoka Hoxha Kola Leka Marku Prifti Shehu",
    ),
    "bg": _pool(
        "Desislava Elena Gergana Ivanka Milena Petya Stanislava Vesela",
        "Asen Boyko Dimitar Georgi Hristo Ivan Plamen Stoyan",
        "Angelov Dimitrov Georgiev Iliev Kolev Petkov Stoyanov Todorov",
        "Angelova Dimitrova Georgieva Ilieva Koleva Petkova Stoyanova Todorova",
    ),
    "br": _pool(
        "Adriana Bruna Camila Juliana Larissa Patricia Renata Tatiane",
        "Bruno Diego Fabio Gustavo Leandro Marcelo Rafael Thiago",
        "Almeida Barbosa Cardoso Ferreira Moreira Oliveira Ribeiro Teixeira",
    ),
    "cm": _pool(
        "Aline Brigitte Clarisse Estelle Josiane Mireille Odile Solange",
        "Alain Bertrand Cyrille Emmanuel Ghislain Herve Landry Serge",
        "Abena Ekambi Fotso Kamga Mbarga Ngono Nkoulou Tchana",
    ),
    "cn": _pool(
        "Fang Hong Jing Lan Lihua Mei Xiulan Yan",
        "Bo Gang Hao Jianguo Jun Lei Qiang Wei",
        "Chen Gao Huang Lin Liu Wang Zhang Zheng",
    ),
    "er": _pool(
        "Abrehet Bisrat Freweini Helen Luwam Mebrat Selam Winta",
        "Aman Daniel Filmon Kibrom Merhawi Samuel Tesfalem Yonas",
        "Abraham Berhane Gebremedhin Haile Mehari Tekle Tesfay Woldu",
    ),
    "ge": _pool(
        "Ana Eka Ketevan Lali Maia Natia Nino Tamar",
        "Davit Giorgi Irakli Levan Nika Temur Vakhtang Zurab",
        "Beridze Chikovani Gelashvili Kapanadze Kiknadze Lomidze Maisuradze Tsiklauri",
    ),
    "gh": _pool(
        "Abena Adwoa Akosua Ama Comfort Efua Esi Yaa",
        "Daniel Isaac Kofi Kwabena Kwaku Kwame Prince Yaw",
        "Agyeman Amoah Asante Boateng Mensah Osei Owusu Sarpong",
    ),
    "hu": _pool(
        "Andrea Anita Erika Krisztina Melinda Noemi Timea Zsuzsanna",
        "Attila Csaba Ferenc Gabor Istvan Laszlo Tamas Zoltan",
        "Balogh Farkas Horvath Kovacs Lakatos Nemeth Szabo Varga",
    ),
    "lt": _pool(
        "Asta Daiva Egle Inga Jurgita Lina Rasa Vilma",
        "Andrius Darius Gintaras Linas Mindaugas Rimas Tomas Vytautas",
        "Balciunas Jankauskas Kazlauskas Petrauskas Stankevicius Urbonas Vasiliauskas Zukauskas",
        "Balciuniene Jankauskiene Kazlauskiene Petrauskiene Stankeviciene Urboniene Vasiliauskiene Zukauskiene",
    ),
    "lv": _pool(
        "Agnese Anita Dace Evita Ilze Inese Liga Sanita",
        "Aivars Andris Edgars Gatis Janis Maris Normunds Raivis",
        "Balodis Berzins Eglitis Kalnins Krumins Liepins Ozols Vitols",
        "Balode Berzina Eglite Kalnina Krumina Liepina Ozola Vitola",
    ),
    "ma": _pool(
        "Fatiha Hanane Imane Khadija Latifa Naima Salma Zineb",
        "Abdellah Driss Hicham Khalid Mounir Rachid Said Youssef",
        "Alaoui Amrani Bennani Chakir Idrissi Lahlou Saidi Tazi",
    ),
    "md": _pool(
        "Aliona Cristina Diana Irina Lilia Natalia Svetlana Victoria",
        "Andrei Artur Denis Iurie Maxim Nicolae Sergiu Vadim",
        "Botnaru Ceban Gutu Lupu Munteanu Rotaru Russu Tofan",
    ),
    "ng": _pool(
        "Blessing Esohe Faith Itohan Joy Osarugue Patience Precious",
        "Ehigie Emeka Festus Godwin Kelvin Osaze Samson Sunday",
        "Aigbe Edosa Ehimwenma Igbinedion Ogbeide Omoregie Osagie Uwaifo",
    ),
    "np": _pool(
        "Anita Bimala Kamala Laxmi Maya Sabina Sarita Sita",
        "Bikash Deepak Gopal Hari Krishna Prakash Rajan Suresh",
        "Adhikari Bhandari Gurung Karki Magar Rai Tamang Thapa",
    ),
    "ph": _pool(
        "Analyn Cherry Jocelyn Lourdes Maricel Rosalie Rowena Teresita",
        "Arnel Dennis Edgardo Jomar Noel Reynaldo Rodel Rommel",
        "Bautista Cruz Dizon Garcia Mendoza Ramos Santos Villanueva",
    ),
    "pl": _pool(
        "Agnieszka Anna Beata Dorota Ewa Joanna Magdalena Sylwia",
        "Andrzej Dariusz Grzegorz Jacek Krzysztof Marek Pawel Zbigniew",
        "Dabrowski Jankowski Kaminski Kowalczyk Nowak Wisniewski Wozniak Zielinski",
        "Dabrowska Jankowska Kaminska Kowalczyk Nowak Wisniewska Wozniak Zielinska",
    ),
    "ro": _pool(
        "Alina Andreea Daniela Elena Florentina Ionela Mihaela Roxana",
        "Adrian Bogdan Costel Dumitru Florin Ionut Marian Vasile",
        "Ciobanu Constantin Dinu Lazar Marin Moldovan Popescu Stoica",
    ),
    "sy": _pool(
        "Amal Dima Hala Lina Nour Rana Samar Yasmin",
        "Adnan Bassam Fadi Khaled Majd Nabil Omar Tarek",
        "Darwish Haddad Hamwi Issa Khoury Mansour Najjar Qasim",
    ),
    "th": _pool(
        "Chanida Kanya Malee Nittaya Pornthip Ratana Somjai Wanida",
        "Anan Chai Narong Prasert Somchai Surachai Thawat Wichai",
        "Boonmee Chaiyasit Kongkaew Phromma Saelim Srisuk Thongdee Wongsa",
    ),
    "ua": _pool(
        "Iryna Kateryna Lesia Liudmyla Nadiia Oksana Olena Tetiana",
        "Andrii Bohdan Dmytro Mykola Oleksandr Pavlo Serhii Vasyl",
        "Bondarenko Hrytsenko Kovalchuk Kravchenko Lysenko Melnyk Savchenko Tkachuk",
    ),
    "ug": _pool(
        "Agnes Doreen Harriet Immaculate Joan Prossy Sarah Winnie",
        "Brian Denis Godfrey Isaac Moses Ronald Samuel Timothy",
        "Kato Lubega Mugisha Nakato Namutebi Okello Ssali Tumusiime",
    ),
    "vn": _pool(
        "Hoa Huong Lan Linh Mai Ngoc Thao Thuy",
        "Anh Cuong Dung Hieu Long Minh Phong Tuan",
        "Bui Dang Hoang Le Nguyen Pham Tran Vu",
    ),
}


def name_for(country: str, sex: str, chance: Random) -> tuple[str, str]:
    """Draw a given and a family name; a sex that is neither or not known draws from both."""
    pool = POOLS[country]
    is_woman = sex == "woman" or (sex != "man" and chance.random() < 0.5)
    family = pool.family_women if is_woman and pool.family_women else pool.family
    return chance.choice(pool.women if is_woman else pool.men), chance.choice(family)
